import type { EmitterService, LoggerService } from '@adonisjs/core/types'
import { JoseKey, type NodeOAuthClient, type NodeSavedSession } from '@atproto/oauth-client-node'
import { AtprotoUser } from './atproto_user.js'
import { createClients } from './client.js'
import { createResourceFetch } from './network.js'
import { LONGEST_IDLE } from './session/failure.js'
import { SessionAccess, type SessionAccessDeps } from './session/session_access.js'
import { SessionLocks } from './session/session_locks.js'
import { SignIn } from './sign_in/sign_in.js'
import type {
  AuthorizeOptions,
  Json,
  OAuthEvents,
  ResolvedOAuthConfig,
  SessionRow,
} from './types.js'
import { Vault, type EncryptionLike } from './vault.js'

/** How long a sign-out waits for the account's server before it goes on without it. */
const REVOKE_WITHIN = 3_000

export type OAuthServices = {
  encryption: EncryptionLike
  emitter: Pick<EmitterService, 'emit'>
  logger: Pick<LoggerService, 'warn' | 'error'>
}

/**
 * Signs accounts in, finds who is signed in, and signs them out. Knows nothing of HTTP requests:
 * see `OAuthContext` for that.
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
      stores: config.stores,
      vault,
      loginPath: config.loginPath,
    })
  }

  /** What servers are told about this app. */
  get clientMetadata() {
    return this.#client.clientMetadata
  }

  /** The public halves of the config's private keys. */
  get jwks() {
    return this.#client.jwks
  }

  /**
   * @param input - Handle, DID or server address, as typed
   * @param browser - A secret that only the asking browser's session has
   * @throws SignInError
   */
  authorize(input: string, browser: string, options: AuthorizeOptions = {}): Promise<string> {
    return this.#signIn.authorize(input, browser, options)
  }

  /**
   * @param params - The query that the account's server sent the browser back with
   * @param browser - The secret given to `authorize()`, if this browser's session has one
   * @throws SignInError
   */
  async callback(
    params: URLSearchParams,
    browser: string | undefined
  ): Promise<{ user: AtprotoUser; state: Json | null }> {
    const { row, state } = await this.#signIn.callback(params, browser)
    const user = this.#createUser(row)
    this.#emit('atproto:signed_in', { user })
    await this.#prune()
    return { user, state }
  }

  /**
   * Who is signed in with this session: one indexed read, no request.
   */
  async find(sessionId: string): Promise<AtprotoUser | null> {
    const row = await this.config.stores.sessions.find(sessionId)
    return row ? this.#createUser(row) : null
  }

  /**
   * Ends one browser's session: here at once, at the account's server if it answers.
   */
  async end(sessionId: string): Promise<void> {
    const { sessions } = this.config.stores
    const row = await sessions.find(sessionId)
    if (!row || !(await sessions.delete(sessionId))) {
      return
    }

    this.#emit('atproto:signed_out', { did: row.did, sessionId })
    await Promise.race([
      this.#revoke(row),
      new Promise((resolve) => setTimeout(resolve, REVOKE_WITHIN).unref()),
    ])
  }

  /** Housekeeping: whoever happens to sign in meanwhile is signed in all the same. */
  async #prune() {
    try {
      await this.config.stores.sessions.prune(Date.now() - LONGEST_IDLE)
    } catch (error) {
      this.#services.logger.warn({ err: error }, 'Sessions that are long idle could not be removed')
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
      // Not `server.revoke()`, which keeps its failures to itself.
      await server.request('revocation', {
        token: tokenSet.refresh_token ?? tokenSet.access_token,
      })
    } catch (error) {
      // The message only: the error's request carries the tokens.
      this.#services.logger.warn(
        `${row.did} has signed out, but its server could not be told: ${(error as Error).message}`
      )
    }
  }

  /**
   * Listeners are the app's: theirs may fail without failing a sign-in.
   */
  #emit<Name extends keyof OAuthEvents>(name: Name, data: OAuthEvents[Name]) {
    this.#services.emitter.emit(name as any, data as any).catch((error: unknown) => {
      this.#services.logger.error({ err: error }, `A listener of "${name}" failed`)
    })
  }
}
