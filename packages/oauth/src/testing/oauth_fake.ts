import type { AtprotoUser } from '../atproto_user.js'
import type { CallFinder } from './call_log.js'
import { FakeAccount } from './fake_account.js'
import { FAKE_SERVER, randomHandle } from './fake_accounts.js'
import { createFakeGrant } from './fake_grant.js'
import type { FakeParts } from './fake_parts.js'
import type { FakeAccountSeed, FakeGrantOptions, FakeSignInOptions } from './options.js'
import type { FakeCall, FakeResponse } from './types.js'

/**
 * What `oauth.fake()` returns: the accounts that exist, their server, and the requests that the
 * app sent to it.
 */
export class OAuthFake implements Disposable {
  /** The server of every account. While it is stopped, it refuses connections. */
  readonly pds: FakeParts['network']

  #parts: FakeParts
  #restore: () => void
  #users = new Map<FakeAccount, AtprotoUser>()

  constructor(parts: FakeParts, restore: () => void) {
    this.#parts = parts
    this.pds = parts.network
    this.#restore = restore
  }

  /** Every request that the app sent to a server's API, oldest first. */
  get calls(): readonly FakeCall[] {
    return this.#parts.log.calls
  }

  /** Creates an account. All other handles and DIDs are unknown. */
  async createAccount({ handle, did, server }: FakeAccountSeed = {}): Promise<FakeAccount> {
    const details = { handle: handle ?? randomHandle(), did, server: server ?? FAKE_SERVER }
    return this.#parts.accounts.add(new FakeAccount(details, this))
  }

  /**
   * Creates a grant like a sign-in, without its requests. `loginAs(account)` calls it.
   */
  async createGrant(account: FakeAccount, options: FakeGrantOptions = {}): Promise<AtprotoUser> {
    const { config, core, server } = this.#parts
    const user = await createFakeGrant({ config, core, grants: server.grants }, account, options)
    this.#users.set(account, user)
    return user
  }

  /** The user of the account's latest grant that a browser holds, or of a new one. */
  async userOf(account: FakeAccount): Promise<AtprotoUser> {
    const sessionId = this.#users.get(account)?.sessionId
    const row = sessionId && (await this.#parts.core.grants.findBySession(sessionId))
    return row ? this.#parts.core.users.create(row) : this.createGrant(account)
  }

  /**
   * Signs an account in at the URL that the app redirected to, as its server's pages do.
   *
   * @returns The callback URL of the app; request it to finish the sign-in
   */
  async signIn(
    authorizationUrl: string | URL,
    account: FakeAccount,
    options?: FakeSignInOptions
  ): Promise<URL> {
    return this.#parts.server.authorize(authorizationUrl, account, options)
  }

  /** Creates an account at the URL that the app redirected to, and signs it in. */
  async signUp(authorizationUrl: string | URL, seed: FakeAccountSeed = {}): Promise<URL> {
    const { origin: server } = new URL(authorizationUrl)
    return this.signIn(authorizationUrl, await this.createAccount({ server, ...seed }))
  }

  /** Sets the response of an API method. Repo methods work without it. */
  respond(nsid: string, response: FakeResponse): this {
    this.#parts.pds.setResponse(nsid, response)
    return this
  }

  /** Revokes the account's grants at the server. */
  revoke(account: FakeAccount): void {
    this.#parts.server.grants.revokeAll(account)
  }

  /** Makes the next request on behalf of the account refresh its tokens. */
  expireTokens(account: FakeAccount): void {
    this.#parts.server.grants.expireTokens(account)
  }

  /** @param finder - Returns true for the expected call */
  assertCalled(nsid: string, finder?: CallFinder): void {
    this.#parts.log.assertCalled(nsid, finder)
  }

  assertNotCalled(nsid: string, finder?: CallFinder): void {
    this.#parts.log.assertNotCalled(nsid, finder)
  }

  assertCalledCount(nsid: string, count: number): void {
    this.#parts.log.assertCalledCount(nsid, count)
  }

  assertNoneCalled(): void {
    this.#parts.log.assertNoneCalled()
  }

  /** Restores the app's network and stores. */
  restore(): void {
    this.#restore()
  }

  [Symbol.dispose](): void {
    this.restore()
  }
}
