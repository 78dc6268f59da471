import type { AtprotoUser } from './atproto_user.js'
import { type Core, createCore, type OAuthServices } from './core.js'
import debug from './debug.js'
import { REVOKE_TIMEOUT } from './grants/revoker.js'
import { tokenTimeout } from './network.js'
import type {
  AuthorizeOptions,
  Json,
  PrunedGrants,
  ResolvedOAuthConfig,
  SignInOrigin,
} from './types.js'
import { withTimeout } from './with_timeout.js'

/**
 * Signs accounts in, finds who is signed in, and signs them out. Does not know HTTP requests:
 * see `OAuthContext`.
 */
export class OAuthManager {
  readonly config: ResolvedOAuthConfig

  #core: Core

  static async create(config: ResolvedOAuthConfig, services: OAuthServices) {
    return new OAuthManager(config, await createCore(config, services))
  }

  constructor(config: ResolvedOAuthConfig, core: Core) {
    this.config = config
    this.#core = core
  }

  /** The document at /oauth/client-metadata.json. */
  get clientMetadata() {
    return this.#core.client.clientMetadata
  }

  /** The public keys of the config's private keys. */
  get jwks() {
    return this.#core.client.jwks
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
    return this.#core.signIn.start(input, origin, { ...options, scope })
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
    const { background, emit, signIn, sweep, users } = this.#core
    const { row, state } = await signIn.finish(params, browser, userAgent)
    debug('signed in %s', row.did)
    const user = users.create(row)
    emit('atproto:signed_in', { user })
    background.add(sweep.afterSignIn(row))
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
   * Returns the user of a grant, for what runs without a browser.
   */
  async findGrant(grantId: string): Promise<AtprotoUser | null> {
    const row = await this.#core.grants.find(grantId)
    return row && this.#core.users.create(row)
  }

  /**
   * Signs one browser out, and revokes its tokens if the account's server responds. A background
   * grant lives on.
   */
  end(sessionId: string): Promise<void> {
    return this.#core.grants.endSession(sessionId)
  }

  /**
   * Ends a grant, a background one too, and signs its browser out.
   */
  endGrant(grantId: string): Promise<void> {
    return this.#core.grants.end(grantId)
  }

  /**
   * Ends every grant of an account, and signs all of its browsers out.
   */
  endAll(did: string): Promise<void> {
    return this.#core.grants.endAll(did)
  }

  /**
   * Ends the grants that nobody can use any more, and deletes sign-ins that were not completed.
   * Happens by itself while the app is in use.
   */
  async prune(): Promise<PrunedGrants & { signIns: number }> {
    const signIns = await this.config.stores.states.prune(Date.now())
    return { ...(await this.#core.sweep.run()), signIns }
  }

  /**
   * Resolves when refreshes under way have ended and their tokens are stored, or when the time is
   * over.
   *
   * @param timeout - In milliseconds
   */
  async settle(timeout = tokenTimeout(this.config.network) + REVOKE_TIMEOUT): Promise<void> {
    const { background, logger, tokens } = this.#core
    // A refresh ends with work in the background.
    const work = tokens.settle().then(() => background.settle())
    if (!(await withTimeout(work, timeout))) {
      logger.error('Stopped before new tokens were stored. Their sessions are lost')
    }
  }
}
