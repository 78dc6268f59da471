import { Client, type Procedure, type Query } from '@atproto/lex'
import { ScopeMissingError, SessionError } from './errors.js'

/**
 * The library's client, but it throws our errors unwrapped. Uncaught, they handle themselves.
 */
export class AccountClient extends Client {
  async xrpc<const M extends Query | Procedure>(ns: any, options?: any) {
    try {
      return await super.xrpc<M>(ns, options)
    } catch (error) {
      throw SessionError.from(error) ?? ScopeMissingError.from(error) ?? error
    }
  }
}
