import { debuglog } from 'node:util'

/**
 * Prints what was decided and why: `NODE_DEBUG=adonisjs-atproto-oauth`. Never a token or a key.
 */
export default debuglog('adonisjs-atproto-oauth')
