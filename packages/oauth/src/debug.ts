import { debuglog } from 'node:util'

/**
 * Logs decisions and their reasons with `NODE_DEBUG=adonisjs-atproto-oauth`. Never log a token or a
 * key.
 */
export default debuglog('adonisjs-atproto-oauth')
