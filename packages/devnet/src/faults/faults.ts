import { NoTapError } from '../errors.js'
import { toHandle } from '../handle.js'
import type { RecordRef, RepoRecord } from '../types.js'
import { didOf } from './account_ref.js'
import { delay, hold, loseReply, replyWith, rewriteJson, staySilent, watch } from './effects.js'
import type { ServerName } from './exchange.js'
import type { FaultGate } from './fault_gate.js'
import { padJson, withPds } from './json.js'
import { type PoisonedAccount, writePoison } from './poison.js'
import { type Effect, RequestFault } from './request_fault.js'
import { TapFaults } from './tap/tap_faults.js'
import type { FaultyTap } from './tap/types.js'
import type { AccountRef, Fault, FaultOptions, FaultTarget, RequestWatch } from './types.js'

interface Dependencies {
  gate: FaultGate
  tap?: FaultyTap
  /** ends all OAuth grants of an account, and returns their number */
  revokeGrants: (did: string) => Promise<number>
}

/** Injects faults between an app and the network. All faults end when the devnet is closed. */
export class Faults {
  readonly #gate: FaultGate
  readonly #revokeGrants: Dependencies['revokeGrants']
  readonly #tap: TapFaults | undefined

  constructor({ gate, tap, revokeGrants }: Dependencies) {
    this.#gate = gate
    this.#revokeGrants = revokeGrants
    this.#tap = tap && new TapFaults(tap, gate.channel)
  }

  /**
   * Faults of the Tap server and its channel.
   *
   * @throws NoTapError when the devnet was started with `tap: false`
   */
  get tap(): TapFaults {
    if (!this.#tap) throw new NoTapError()
    return this.#tap
  }

  /**
   * The PDS handles the next request, and the connection closes before the reply. Error responses
   * are passed on and do not count.
   */
  loseNextReply(on: FaultTarget | FaultTarget[]): Fault {
    return this.#add({ on, times: 1 }, loseReply)
  }

  /** The next reply of the token endpoint is lost. */
  loseNextTokenReply(): Fault {
    return this.loseNextReply('token')
  }

  /**
   * Closes open and new connections. To refuse connections, or to restart the PDS, use
   * `devnet.pds.stop()`.
   */
  serverDown(server: ServerName = 'pds'): Fault {
    return this.#gate.takeDown(server)
  }

  /**
   * Requests get no reply and do not reach the server. Their connections close at the end of the
   * fault.
   */
  silent(options: FaultOptions = {}): Fault {
    return this.#add(options, staySilent)
  }

  /** Requests reach the server after this many milliseconds, or at the end of the fault. */
  slow(ms: number, options: FaultOptions = {}): Fault {
    return this.#add(options, delay(ms))
  }

  /** Requests reach the server at the end of the fault. */
  hold(options: FaultOptions = {}): Fault {
    return this.#add(options, hold)
  }

  /** Requests get this reply and do not reach the server. */
  respond(status: number, body: object = {}, options: FaultOptions = {}): Fault {
    return this.#add(options, replyWith(status, body))
  }

  /** The authorization server rejects the app with `invalid_client`. */
  refuseClient(error = 'invalid_client', options: FaultOptions = {}): Fault {
    const body = { error, error_description: 'A fault of the devnet refuses this client' }
    return this.#add({ on: ['par', 'token', 'revocation'], ...options }, replyWith(400, body))
  }

  /** Access tokens are refused with `invalid_token`, like expired ones. */
  refuseAccessTokens(options: FaultOptions = {}): Fault {
    const message = 'A fault of the devnet refuses access tokens'
    const challenge = `DPoP error="invalid_token", error_description="${message}"`
    return this.#add(
      { on: 'resource', ...options },
      replyWith(401, { error: 'InvalidToken', message }, { 'www-authenticate': challenge })
    )
  }

  /** Pads JSON replies to this many bytes; without `on`, the metadata of the PDS. */
  padDocuments(bytes: number, options: FaultOptions = {}): Fault {
    return this.#add({ on: 'metadata', ...options }, rewriteJson(padJson(bytes)))
  }

  /**
   * The handle resolves to another account, or to none. The DID document of its account still names
   * it, as after a lost domain. To change both, use `account.changeHandle`.
   */
  moveHandle(input: string, to: AccountRef | null): Fault {
    const handle = toHandle(input)
    const isAsked = ({ query }: { query: URLSearchParams }) => query.get('handle') === handle
    const reply = to
      ? replyWith(200, { did: didOf(to) })
      : replyWith(400, { error: 'HandleNotFound', message: 'Unable to resolve handle' })
    return this.#gate.add(new RequestFault({ on: 'resolveHandle' }, reply, isAsked))
  }

  /** The DID document of the account names another PDS, such as the `pds.url` of another devnet. */
  movePds(account: AccountRef, url: string | URL): Fault {
    const isAsked = ({ path }: { path: string }) => path === `/${didOf(account)}`
    const effect = rewriteJson(withPds(new URL(url).origin))
    return this.#gate.add(new RequestFault({ on: 'didDocument' }, effect, isAsked))
  }

  /**
   * Ends all OAuth grants of an account, as its owner can on the PDS's own pages. This can't be
   * undone.
   *
   * @returns their number
   */
  revoke(account: AccountRef): Promise<number> {
    return this.#revokeGrants(didOf(account))
  }

  /**
   * Writes records that are valid for the PDS and for lexicons, and that a handler can't store:
   * every string becomes a NUL, which PostgreSQL refuses. Dates, DIDs and URIs stay.
   *
   * @param record a valid record of the collection
   */
  poison(
    account: PoisonedAccount,
    collection: string,
    record: RepoRecord,
    { count = 1 }: { count?: number } = {}
  ): Promise<RecordRef[]> {
    return writePoison(account, collection, record, count)
  }

  /** Counts requests without affecting them. */
  watch(on: FaultTarget | FaultTarget[]): RequestWatch {
    const statuses: number[] = []
    return Object.assign(this.#add({ on }, watch(statuses)), { statuses })
  }

  /** Ends all faults. */
  restoreAll(): Promise<void> {
    return this.#gate.restoreAll()
  }

  #add(options: FaultOptions, effect: Effect): RequestFault {
    return this.#gate.add(new RequestFault(options, effect))
  }
}
