import type { EmitterService, LoggerService } from '@adonisjs/core/types'
import type { NodeOAuthClient } from '@atproto/oauth-client-node'
import { AtprotoUser } from './atproto_user.js'
import { type Clients, createClients } from './client.js'
import debug from './debug.js'
import type { OAuthEvents } from './events.js'
import { GrantAccess, type GrantAccessDependencies } from './grant_access.js'
import { AccountServers } from './grants/account_servers.js'
import { GrantSeal } from './grants/grant.js'
import { Grants } from './grants/grants.js'
import { Handles } from './handles.js'
import { createResourceFetch, signInTimeout, tokenTimeout } from './network.js'
import { refreshTimings } from './refresh/timings.js'
import { TokenSource } from './refresh/token_source.js'
import { SignIn } from './sign_in/sign_in.js'
import { SignInStates } from './sign_in/states.js'
import type {
  AuthorizeOptions,
  GrantRow,
  Json,
  ResolvedOAuthConfig,
  SignInOrigin,
} from './types.js'
import { type EncryptionLike, Vault } from './vault.js'
import { withTimeout } from './with_timeout.js'

/** How long a sign-out waits for the account's server. In milliseconds. */
const REVOKE_TIMEOUT = 3_000

export interface OAuthServices {
  encryption: EncryptionLike
  emitter: Pick<EmitterService, 'emit'>
  logger: Pick<LoggerService, 'info' | 'warn' | 'error'>
}

/**
 * Signs accounts in, finds who is signed in, and signs them out. Does not know HTTP requests:
 * see `OAuthContext`.
 */
export class OAuthManager {
  readonly config: ResolvedOAuthConfig

  #services: OAuthServices
  #client: NodeOAuthClient
  #seal: GrantSeal
  #servers: AccountServers
  #grants: Grants
  #tokens: TokenSource
  #access: GrantAccessDependencies
  #signIn: SignIn
  #background = new Set<Promise<unknown>>()

  static async create(config: ResolvedOAuthConfig, services: OAuthServices) {
    return new OAuthManager(config, services, await createClients(config))
  }

  constructor(
    config: ResolvedOAuthConfig,
    services: OAuthServices,
    { shared, scoped, didResolver, handleResolver }: Clients
  ) {
    const { grants: store } = config.stores
    const { logger } = services
    const vault = new Vault(services.encryption)
    this.config = config
    this.#services = services
    this.#client = shared
    this.#seal = new GrantSeal(vault, shared.keyset)
    this.#servers = new AccountServers(shared, didResolver)
    this.#grants = new Grants({
      store,
      seal: this.#seal,
      sessionLifetime: config.sessionLifetime,
      onEnded: (row) => this.#onEnded(row),
      revoke: (row) => this.#revoke(row),
    })
    const handles = new Handles({
      didResolver,
      handleResolver,
      store,
      onChanged: (change) => this.#emit('atproto:handle_changed', change),
    })
    this.#tokens = new TokenSource({
      store,
      seal: this.#seal,
      servers: this.#servers,
      timings: refreshTimings(tokenTimeout(config.network)),
      logger,
      onRefreshed: ({ row }) => this.#inBackground(handles.check(row)),
      onLost: ({ did, id, sessionId }, reason) =>
        this.#emit('atproto:session_lost', { did, sessionId, grantId: id, reason }),
    })
    this.#access = {
      tokens: this.#tokens,
      servers: this.#servers,
      resourceFetch: createResourceFetch(config.network),
    }
    this.#signIn = new SignIn({
      client: shared,
      scopedClient: scoped,
      states: new SignInStates({
        store: config.stores.states,
        vault,
        logger,
        loginPath: config.loginPath,
      }),
      grants: this.#grants,
      handles,
      servers: this.#servers,
      loginPath: config.loginPath,
      timeLimit: signInTimeout(config.network),
    })
  }

  /** The document at /oauth/client-metadata.json. */
  get clientMetadata() {
    return this.#client.clientMetadata
  }

  /** The public keys of the config's private keys. */
  get jwks() {
    return this.#client.jwks
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
    return this.#signIn.start(input, origin, options)
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
    const { row, state } = await this.#signIn.finish(params, browser, userAgent)
    debug('signed in %s', row.did)
    const user = this.#createUser(row)
    this.#emit('atproto:signed_in', { user })
    this.#inBackground(this.#tidy(row))
    return { user, state }
  }

  /**
   * Returns the user of a browser's session. One indexed read, no request.
   */
  async find(sessionId: string | null): Promise<AtprotoUser | null> {
    const row = sessionId ? await this.#grants.findBySession(sessionId) : null
    return row && this.#createUser(row)
  }

  /**
   * Returns the user of a grant, for what runs without a browser.
   */
  async findGrant(grantId: string): Promise<AtprotoUser | null> {
    const row = await this.#grants.find(grantId)
    return row && this.#createUser(row)
  }

  /**
   * Signs one browser out, and revokes its tokens if the account's server responds. A background
   * grant lives on.
   */
  end(sessionId: string): Promise<void> {
    return this.#grants.endSession(sessionId)
  }

  /**
   * Ends a grant, a background one too, and signs its browser out.
   */
  endGrant(grantId: string): Promise<void> {
    return this.#grants.end(grantId)
  }

  /**
   * Ends every grant of an account, and signs all of its browsers out.
   */
  endAll(did: string): Promise<void> {
    return this.#grants.endAll(did)
  }

  /**
   * Resolves when refreshes under way have ended and their tokens are stored, or when the time is
   * over.
   *
   * @param timeout - In milliseconds
   */
  async settle(timeout = tokenTimeout(this.config.network) + REVOKE_TIMEOUT): Promise<void> {
    const work = Promise.all([this.#tokens.settle(), ...this.#background])
    if (!(await withTimeout(work, timeout))) {
      this.#services.logger.error('Stopped before new tokens were stored. Their sessions are lost')
    }
  }

  /** A failure here must not fail the sign-in that triggered it. */
  async #tidy(row: GrantRow) {
    try {
      if (row.isBackground) await this.#grants.replaceBackground(row)
      await this.#grants.prune()
    } catch (error) {
      this.#services.logger.warn({ err: error }, 'Failed to prune idle sessions')
    }
  }

  #createUser(row: GrantRow) {
    return new AtprotoUser(row, new GrantAccess(row, this.#access))
  }

  #onEnded({ did, id, sessionId }: GrantRow) {
    debug('signed out %s', did)
    this.#emit('atproto:signed_out', { did, sessionId, grantId: id })
  }

  async #revoke(row: GrantRow) {
    const revocation = this.#seal
      .open(row)
      .then((grant) => this.#servers.revoke(grant))
      .catch((error: Error) => {
        // The message only: the error has the request, and the request has the tokens.
        this.#services.logger.warn(
          `Signed out ${row.did} locally; token revocation failed: ${error.message}`
        )
      })
    this.#inBackground(revocation)
    await withTimeout(revocation, REVOKE_TIMEOUT)
  }

  #inBackground(work: Promise<unknown>) {
    this.#background.add(work)
    void work.finally(() => this.#background.delete(work))
  }

  /**
   * A listener that fails must not fail a sign-in.
   */
  #emit<Name extends keyof OAuthEvents>(name: Name, data: OAuthEvents[Name]) {
    this.#services.emitter.emit(name as any, data as any).catch((error: unknown) => {
      this.#services.logger.error({ err: error }, `A listener of "${name}" failed`)
    })
  }
}
