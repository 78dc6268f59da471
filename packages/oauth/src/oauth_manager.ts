import type { Client } from '@atproto/lex'
import type { AtprotoUser } from './atproto_user.js'
import { type Core, createCore, type OAuthServices } from './core.js'
import debug from './debug.js'
import { E_ATPROTO_NO_BACKGROUND_GRANT, SignInError } from './errors.js'
import { type AccountSession, describeSessions } from './grants/account_sessions.js'
import { REVOKE_TIMEOUT } from './grants/revoker.js'
import type { Identity } from './identity/identity.js'
import { createPublicClient } from './identity/public_client.js'
import { tokenTimeout } from './network.js'
import type { OAuthFake } from './testing/oauth_fake.js'
import type {
  AuthorizeOptions,
  Json,
  PrunedGrants,
  ResolvedOAuthConfig,
  SignInOrigin,
} from './types.js'
import { withTimeout } from './with_timeout.js'

/**
 * Signs accounts in and out, and finds the signed-in user. It has no access to the HTTP request:
 * see `OAuthContext`.
 */
export class OAuthManager {
  #services: OAuthServices
  #real: Core
  #fake?: Core

  static async create(config: ResolvedOAuthConfig, services: OAuthServices) {
    return new OAuthManager(await createCore(config, services), services)
  }

  constructor(core: Core, services: OAuthServices) {
    this.#real = core
    this.#services = services
  }

  /** The parts that are in use: the real ones, or a fake's. */
  get #core(): Core {
    return this.#fake ?? this.#real
  }

  get config(): ResolvedOAuthConfig {
    return this.#core.config
  }

  /** The document at /oauth/client-metadata.json. */
  get clientMetadata() {
    return this.#core.client.clientMetadata
  }

  /** The public keys of the config's private keys. */
  get jwks() {
    return this.#core.client.jwks
  }

  /** Finds accounts by handle or DID. */
  get identity(): Identity {
    return this.#core.identity
  }

  /**
   * A client that reads the public records of any account, without a sign-in.
   *
   * @param account - Handle or DID
   * @throws E_ATPROTO_IDENTITY_NOT_FOUND, E_ATPROTO_IDENTITY_UNAVAILABLE
   */
  publicClient(account: string): Promise<Client> {
    const { identity, resourceFetch } = this.#core
    return createPublicClient(identity, resourceFetch, account)
  }

  /**
   * Checks that a server allows sign-ups, and returns its address.
   *
   * @throws SignInError
   */
  checkSignUp(service: string): Promise<string> {
    return this.#report('authorize', this.#core.signUp.check(service))
  }

  /**
   * Returns the URL to redirect the browser to.
   *
   * @param input - Handle, DID or server address, as typed
   * @throws SignInError
   */
  startSignIn(
    input: string,
    origin: SignInOrigin,
    options: AuthorizeOptions = {}
  ): Promise<string> {
    const scope = options.scope ?? this.config.scope
    const { signIn } = this.#core
    return this.#report('authorize', signIn.start(input, origin, { ...options, scope }))
  }

  /**
   * @param params - The query parameters that the account's server added to the callback URL
   * @param browser - The secret passed to `startSignIn()`, if the browser's session has one
   * @throws SignInError
   */
  async finishSignIn(
    params: URLSearchParams,
    browser: string | undefined,
    userAgent: string | null = null
  ): Promise<{ user: AtprotoUser; state: Json | null }> {
    const { appKeyCheck, background, emit, signIn, sweep, users } = this.#core
    const { row, state } = await this.#report('callback', signIn.finish(params, browser, userAgent))
    debug('signed in %s', row.did)
    const user = users.create(row)
    emit('atproto:signed_in', { user })
    background.add(sweep.afterSignIn(row))
    background.add(appKeyCheck.afterSignIn())
    return { user, state }
  }

  /**
   * Returns the user of a browser's session. One indexed read, no request.
   */
  async find(sessionId: string | null): Promise<AtprotoUser | null> {
    const { grants, sweepSchedule, users } = this.#core
    const row = sessionId ? await grants.findBySession(sessionId) : null
    sweepSchedule.tick()
    return row && users.create(row)
  }

  /**
   * Returns the user of a grant, for jobs and commands.
   */
  async findGrant(grantId: string): Promise<AtprotoUser | null> {
    const row = await this.#core.grants.find(grantId)
    return row && this.#core.users.create(row)
  }

  /**
   * Signs one browser out, and revokes its tokens if the account's server responds. A background
   * grant stays valid.
   */
  end(sessionId: string): Promise<void> {
    return this.#core.grants.endSession(sessionId)
  }

  /**
   * Returns the user of an account's background grant, for a job, a command or the REPL.
   *
   * @throws E_ATPROTO_NO_BACKGROUND_GRANT
   */
  async forAccount(did: string): Promise<AtprotoUser> {
    const rows = await this.#core.grants.findByDid(did)
    const grant = rows
      .filter(({ isBackground }) => isBackground)
      .sort((a, b) => b.createdAt - a.createdAt)[0]
    const user = grant && (await this.findGrant(grant.id))
    if (user) return user
    throw new E_ATPROTO_NO_BACKGROUND_GRANT(
      `${did} has no background grant${rows.length > 0 ? ', only sessions of browsers' : ''}. Ask for one with ctx.oauth.authorize(did, { background: true })`
    )
  }

  /**
   * The sessions of an account: browsers and background grants. For a page where users can end
   * them.
   */
  async sessions(did: string): Promise<AccountSession[]> {
    return describeSessions(await this.#core.grants.findByDid(did))
  }

  /**
   * Ends one of an account's sessions, at its server too. A background grant ends as well.
   *
   * @param id - Of `sessions()`, or a `grantId`. Whose it is, is not checked: see `ctx.oauth`
   */
  endSession(id: string): Promise<void> {
    return this.#core.grants.end(id)
  }

  /**
   * Ends every session of an account, at its server too, and signs all of its browsers out.
   */
  endAllSessions(did: string): Promise<void> {
    return this.#core.grants.endAll(did)
  }

  /**
   * Ends expired grants, and deletes sign-ins that were not completed. Runs automatically while the
   * app is in use.
   */
  async prune(): Promise<PrunedGrants & { signIns: number }> {
    const signIns = await this.config.stores.states.prune(Date.now())
    return { ...(await this.#core.sweep.run()), signIns }
  }

  /**
   * For tests: until `restore()`, this service uses accounts and servers in this process, without a
   * network or a database.
   */
  async fake(): Promise<OAuthFake> {
    const { createFakeParts } = await import('./testing/fake_parts.js')
    const { OAuthFake: Fake } = await import('./testing/oauth_fake.js')
    const parts = await createFakeParts(this.#real.config, this.#services)
    this.#fake = parts.core
    return new Fake(parts, () => {
      // An earlier fake must not end a later one.
      if (this.#fake === parts.core) this.restore()
    })
  }

  /** Ends the fake that `fake()` started. */
  restore(): void {
    this.#fake = undefined
  }

  /**
   * Resolves when running refreshes have ended and their tokens are stored, or after the timeout.
   *
   * @param timeout - In milliseconds
   */
  async settle(timeout = tokenTimeout(this.config.network) + REVOKE_TIMEOUT): Promise<void> {
    const { background, logger, tokens } = this.#core
    // A refresh may start background work at its end.
    const work = tokens.settle().then(() => background.settle())
    if (!(await withTimeout(work, timeout))) {
      logger.error('Stopped before new tokens were stored. Their sessions are lost')
    }
  }

  async #report<T>(step: 'authorize' | 'callback', work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof SignInError) this.#core.emit('atproto:sign_in_failed', { step, error })
      throw error
    }
  }
}
