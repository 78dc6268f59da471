import type { ApplicationService } from '@adonisjs/core/types'
import type { FakeAccount } from './fake_account.js'

/** Where apps without a guard for accounts have the session's ID. */
const KEY = 'atproto_session'

type SessionData = Record<string, any>

/** The part of auth that is used here: an app may not have it, and its guards are not known. */
interface AuthManager {
  createAuthenticatorClient(): {
    use(guard: string): { authenticateAsClient(user: unknown): Promise<{ session?: SessionData }> }
  }
}

/**
 * What the session of a browser holds in which an account is signed in.
 */
export async function clientSession(
  app: ApplicationService,
  account: FakeAccount
): Promise<SessionData> {
  const { config } = await app.container.make('atproto.oauth')
  const user = await account.user()
  if (!config.guard) return { [KEY]: user.sessionId }
  const auth: AuthManager = await app.container.make('auth.manager' as never)
  const guard = auth.createAuthenticatorClient().use(config.guard)
  const { session = {} } = await guard.authenticateAsClient(user)
  return session
}
