import type { EmitterService, LoggerService } from '@adonisjs/core/types'
import { JoseKey, type NodeOAuthClient, type NodeSavedSession } from '@atproto/oauth-client-node'
import { AtprotoUser } from './atproto_user.js'
import { createClients } from './client.js'
import debug from './debug.js'
import type { OAuthEvents } from './events.js'
import { LONGEST_IDLE } from './lifetimes.js'
import { createResourceFetch, signInTimeout } from './network.js'
import { SessionAccess, type SessionAccessDeps } from './session/session_access.js'
import { SessionLocks } from './session/session_locks.js'
import { SignIn } from './sign_in/sign_in.js'
import { SignInStates } from './sign_in/states.js'
import type {
  AuthorizeOptions,
  Json,
  ResolvedOAuthConfig,
  SessionRow,
  SignInOrigin,
} from './types.js'
import { type EncryptionLike, Vault } from './vault.js'

/** How long a sign-out waits for the account's server. In milliseconds. */
const REVOKE_TIMEOUT = 3_000

export interface OAuthServices {
  encryption: EncryptionLike
  emitter: Pick<EmitterService, 'emit'>
  logger: Pick<LoggerService, 'warn' | 'error'>
}

/**
 * Signs accounts in, finds who is signed in, and signs them out. Does not know HTTP requests:
 * see `OAuthContext`.
 */
export class OAuthManager {
  readonly config: ResolvedOAuthConfig

  #services: OAuthServices
  #client: NodeOAuthClient
  #access: SessionAccessDeps
  #signIn: SignIn

  static async create(config: ResolvedOAuthConfig, services: OAuthServices) {
    return new OAuthManager(config, services, await createClients(config))
  }

  constructor(
    config: ResolvedOAuthConfig,
    services: OAuthServices,
    { shared, scoped }: Awaited<ReturnType<typeof createClients>>
  ) {
    const vault = new Vault(services.encryption)
    this.config = config
    this.#services = services
    this.#client = shared
    this.#access = {
      client: shared,
      vault,
      store: config.stores.sessions,
      locks: new SessionLocks(config.stores.sessions),
      resourceFetch: createResourceFetch(config.network),
      onLost: ({ did, id }, reason) =>
        this.#emit('atproto:session_lost', { did, sessionId: id, reason }),
    }
    this.#signIn = new SignIn({
      client: shared,
      scopedClient: scoped,
      states: new SignInStates({
        store: config.stores.states,
        vault,
        logger: services.logger,
        loginPath: config.loginPath,
      }),
      sessions: config.stores.sessions,
      vault,
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
    browser: string | undefined
  ): Promise<{ user: AtprotoUser; state: Json | null }> {
    const { row, state } = await this.#signIn.finish(params, browser)
    debug('signed in %s', row.did)
    const user = this.#createUser(row)
    this.#emit('atproto:signed_in', { user })
    await this.#prune()
    return { user, state }
  }

  /**
   * Returns the user of a session. One indexed read, no request.
   */
  async find(sessionId: string): Promise<AtprotoUser | null> {
    const row = await this.config.stores.sessions.find(sessionId)
    return row ? this.#createUser(row) : null
  }

  /**
   * Ends one browser's session, and revokes its tokens if the account's server responds.
   */
  async end(sessionId: string): Promise<void> {
    const { sessions } = this.config.stores
    const row = await sessions.find(sessionId)
    if (!row || !(await sessions.delete(sessionId))) {
      return
    }

    debug('signed out %s', row.did)
    this.#emit('atproto:signed_out', { did: row.did, sessionId })
    await Promise.race([
      this.#revoke(row),
      new Promise((resolve) => setTimeout(resolve, REVOKE_TIMEOUT).unref()),
    ])
  }

  /** A failure here must not fail the sign-in that triggered it. */
  async #prune() {
    try {
      await this.config.stores.sessions.prune(Date.now() - LONGEST_IDLE)
    } catch (error) {
      this.#services.logger.warn({ err: error }, 'Failed to prune idle sessions')
    }
  }

  #createUser(row: SessionRow) {
    return new AtprotoUser(row, new SessionAccess(row, this.#access))
  }

  async #revoke(row: SessionRow) {
    try {
      const saved = this.#access.vault.open<NodeSavedSession>('session', row.id, row.tokens)
      if (!saved) return
      const { tokenSet, authMethod, dpopJwk } = saved
      const dpopKey = await JoseKey.fromJWK(dpopJwk)
      const server = await this.#client.serverFactory.fromIssuer(tokenSet.iss, authMethod, dpopKey)
      // Not `server.revoke()`, which ignores failures.
      await server.request('revocation', {
        token: tokenSet.refresh_token ?? tokenSet.access_token,
      })
    } catch (error) {
      // The message only: the error has the request, and the request has the tokens.
      this.#services.logger.warn(
        `Signed out ${row.did} locally; token revocation failed: ${(error as Error).message}`
      )
    }
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
