import { toHandle } from '../handle.js'
import { delay, hold, loseReply, replyWith, rewriteJson, staySilent, watch } from './effects.js'
import type { ServerName } from './exchange.js'
import type { FaultGate } from './fault_gate.js'
import { padJson, withPds } from './json.js'
import { type Effect, RequestFault } from './request_fault.js'
import type { AccountRef, Fault, FaultOptions, FaultTarget, RequestWatch } from './types.js'

interface Dependencies {
  gate: FaultGate
  /** ends every OAuth grant of an account, and returns how many there were */
  revokeGrants: (did: string) => Promise<number>
}

/** What can go wrong between an app and the network. Every fault ends when the devnet is closed. */
export class Faults {
  readonly #gate: FaultGate
  readonly #revokeGrants: Dependencies['revokeGrants']

  constructor({ gate, revokeGrants }: Dependencies) {
    this.#gate = gate
    this.#revokeGrants = revokeGrants
  }

  /**
   * The PDS does what the next request asks for, and the connection closes before the reply. A
   * refusal is passed on and does not count.
   */
  loseNextReply(on: FaultTarget | FaultTarget[]): Fault {
    return this.#add({ on, times: 1 }, loseReply)
  }

  /** The next tokens that the PDS gives, or rotates, never arrive. */
  loseNextTokenReply(): Fault {
    return this.loseNextReply('token')
  }

  /**
   * Open connections close, and new ones as they come. For refused connections, and a PDS that
   * starts anew, there is `devnet.pds.stop()`.
   */
  serverDown(server: ServerName = 'pds'): Fault {
    return this.#gate.takeDown(server)
  }

  /** Requests get no reply, and the server never takes them. They are cut off at the end. */
  silent(options: FaultOptions = {}): Fault {
    return this.#add(options, staySilent)
  }

  /** Requests wait for this many milliseconds before the server takes them, or until the end. */
  slow(ms: number, options: FaultOptions = {}): Fault {
    return this.#add(options, delay(ms))
  }

  /** Requests wait until the end of the fault; then the server takes them. */
  hold(options: FaultOptions = {}): Fault {
    return this.#add(options, hold)
  }

  /** Requests get this reply, and the server never takes them. */
  respond(status: number, body: object = {}, options: FaultOptions = {}): Fault {
    return this.#add(options, replyWith(status, body))
  }

  /** The authorization server wants nothing to do with the app: `invalid_client`. */
  refuseClient(error = 'invalid_client', options: FaultOptions = {}): Fault {
    const body = { error, error_description: 'The devnet was told to refuse this client' }
    return this.#add({ on: ['par', 'token', 'revocation'], ...options }, replyWith(400, body))
  }

  /** Access tokens are refused with `invalid_token`, as expired ones are. */
  refuseAccessTokens(options: FaultOptions = {}): Fault {
    const message = 'The devnet was told to refuse access tokens'
    const challenge = `DPoP error="invalid_token", error_description="${message}"`
    return this.#add(
      { on: 'resource', ...options },
      replyWith(401, { error: 'InvalidToken', message }, { 'www-authenticate': challenge })
    )
  }

  /** JSON replies grow to this many bytes; without `on`, the PDS's metadata. */
  padDocuments(bytes: number, options: FaultOptions = {}): Fault {
    return this.#add({ on: 'metadata', ...options }, rewriteJson(padJson(bytes)))
  }

  /**
   * A handle leads to another account, or to none. The DID document of whoever had it still names
   * it, as after a domain was lost; `account.changeHandle` changes both.
   */
  moveHandle(input: string, to: AccountRef | null): Fault {
    const handle = toHandle(input)
    const isAsked = ({ query }: { query: URLSearchParams }) => query.get('handle') === handle
    const reply = to
      ? replyWith(200, { did: didOf(to) })
      : replyWith(400, { error: 'HandleNotFound', message: 'Unable to resolve handle' })
    return this.#gate.add(new RequestFault({ on: 'resolveHandle' }, reply, isAsked))
  }

  /** An account's DID document names another PDS; another devnet's `pds.url`, for one. */
  movePds(account: AccountRef, url: string | URL): Fault {
    const isAsked = ({ path }: { path: string }) => path === `/${didOf(account)}`
    const effect = rewriteJson(withPds(new URL(url).origin))
    return this.#gate.add(new RequestFault({ on: 'didDocument' }, effect, isAsked))
  }

  /**
   * Ends every OAuth grant of an account, as its owner can on the PDS's own pages. There is no way
   * back.
   *
   * @returns how many there were
   */
  revoke(account: AccountRef): Promise<number> {
    return this.#revokeGrants(didOf(account))
  }

  /** Counts requests, and harms none. */
  watch(on: FaultTarget | FaultTarget[]): RequestWatch {
    const statuses: number[] = []
    return Object.assign(this.#add({ on }, watch(statuses)), { statuses })
  }

  /** Ends every fault there is. */
  restoreAll(): Promise<void> {
    return this.#gate.restoreAll()
  }

  #add(options: FaultOptions, effect: Effect): RequestFault {
    return this.#gate.add(new RequestFault(options, effect))
  }
}

function didOf(account: AccountRef): string {
  return typeof account === 'string' ? account : account.did
}
