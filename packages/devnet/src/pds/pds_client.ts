import { adminAuthorization } from '../http/admin_authorization.js'
import { xrpc } from '../http/xrpc.js'
import type { PdsApi, XrpcCall } from '../types.js'

/** The API of a PDS, which may run in another process. */
export class PdsClient implements PdsApi {
  readonly url: string
  readonly adminPassword: string

  constructor(url: string, adminPassword: string) {
    this.url = url
    this.adminPassword = adminPassword
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  async call<Output>(nsid: string, call?: XrpcCall): Promise<Output> {
    return xrpc<Output>(this.url, nsid, call)
  }

  callAsAdmin<Output>(nsid: string, call: XrpcCall): Promise<Output> {
    const authorization = adminAuthorization(this.adminPassword)
    return this.call(nsid, { ...call, headers: { ...call.headers, authorization } })
  }
}
