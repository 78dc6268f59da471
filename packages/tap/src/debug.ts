import { debuglog } from 'node:util'

/** Logs decisions and their reasons with `NODE_DEBUG=adonisjs-atproto-tap`. */
export default debuglog('adonisjs-atproto-tap')
