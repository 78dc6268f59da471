import { debuglog } from 'node:util'

/** Logs decisions and their reasons with `NODE_DEBUG=adonisjs-atproto-devnet`. */
export default debuglog('adonisjs-atproto-devnet')
