import type { ApplicationService } from '@adonisjs/core/types'
import type { FakeAccount } from './fake_account.js'

/** The session key in apps without a guard for accounts. */
const KEY = 'atproto_session'

type SessionData = Record<string, any>

/** The part of auth that is used here. The app may not have auth, and its guards are not known. */
interface AuthManager {
  createAuthenticatorClient(): {
    use(guard: string): { authenticateAsClient(user: unknown): Promise<{ session?: SessionData }> }
  }
}

/**
 * Returns the session data of a browser that is signed in with an account.
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
