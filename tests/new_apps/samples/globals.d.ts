/** What samples of the guide take from the code around them, without an import of their own. */
import '@japa/assert'

type Collection = typeof import('#lexicons/xyz').statusphere.status

declare global {
  type HttpContext = import('@adonisjs/core/http').HttpContext
  type RecordEvent<T extends Collection> = import('adonisjs-atproto-tap').RecordEvent<T>
  type BaseSchema = import('@adonisjs/lucid/schema').BaseSchema

  // Of the HTTP context and the services
  const oauth: HttpContext['oauth']
  const response: HttpContext['response']
  const router: typeof import('@adonisjs/core/services/router').default
  const middleware: typeof import('#start/kernel').middleware
  const tap: typeof import('adonisjs-atproto-tap/services/main').default
  const FeedController: new () => { index(): Promise<void> }

  // Of the packages
  const writeMany: typeof import('adonisjs-atproto-tap/lucid').writeMany
  const Status: typeof import('#models/status').default
  const l: typeof import('@atproto/lex').l
  const xyz: typeof import('#lexicons/xyz')
  const test: typeof import('@japa/runner').test
  const MyStores: new () => import('adonisjs-atproto-oauth/types').Stores

  // What the app knows
  const user: import('adonisjs-atproto-oauth').AtprotoUser
  const input: string
  const did: string
  const grantId: string
  const status: { status: string; createdAt: import('@atproto/lex').l.DatetimeString }

  // In a test on the devnet
  const devnet: import('adonisjs-atproto-devnet').Devnet
  const alice: import('adonisjs-atproto-devnet').DevnetAccount
  const url: URL
  const authorizationUrl: URL
}
