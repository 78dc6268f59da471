import { debuglog } from 'node:util'

/** Prints what happens when `NODE_DEBUG=adonisjs-atproto-devnet` is set. */
export const debug = debuglog('adonisjs-atproto-devnet')
