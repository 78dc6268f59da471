import { debuglog } from 'node:util'

/** The logger for `NODE_DEBUG=adonisjs-atproto-devnet`. */
export const debug = debuglog('adonisjs-atproto-devnet')
