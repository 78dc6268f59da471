import { join } from 'node:path'
import { EncryptionFactory } from '@adonisjs/core/factories/encryption'
import type { ApplicationService } from '@adonisjs/core/types'
import type { ConnectionConfig } from '@adonisjs/lucid/types/database'
import type { NodeSavedSession } from '@atproto/oauth-client-node'
import { getActiveTest } from '@japa/runner'
import type { Group } from '@japa/runner/core'
import { startHttpServer } from '@tests/support/http_server'
import { tempFolder } from '@tests/support/temp_folder'
import { TestBrowser } from '@tests/support/test_browser'
import { type Devnet, type DevnetBrowser, startDevnet } from 'adonisjs-atproto-devnet'
import type { AtprotoUser } from '../src/atproto_user.js'
import { grantRow } from '../src/stores/contract/rows.js'
import type { AuthorizeOptions, GrantRow, OAuthConfig } from '../src/types.js'
import { type EncryptionLike, Vault } from '../src/vault.js'
import { type AppSettings, bootApp, migrate } from './app.js'
import { serveRoutes } from './app_routes.js'

const TMP = new URL('../tmp/', import.meta.url)

export const SCOPE = 'atproto repo:xyz.statusphere.status'

export const networkOf = (devnet: Devnet) => ({
  plcUrl: devnet.env.ATPROTO_PLC_URL,
  handleResolver: devnet.env.ATPROTO_HANDLE_RESOLVER,
})

let shared: Promise<Devnet> | undefined

/** One network for all groups. Faults end with the test that caused them, grants with its group. */
export function shareDevnet(group: Group, use: (devnet: Devnet) => void) {
  let devnet: Devnet
  group.setup(async () => {
    devnet = await (shared ??= startDevnet({ tap: false }))
    use(devnet)
    return async () => {
      for (const account of devnet.accounts) await devnet.faults.revoke(account)
    }
  })
  group.each.teardown(() => devnet.faults.restoreAll())
}

/** For the end of a run. */
export async function closeSharedDevnet() {
  await (await shared)?.close()
}

/**
 * Creates a folder inside the package, where imports of its dependencies resolve.
 */
export const tmpDir = () => tempFolder(TMP.pathname)

export interface TestAppOptions extends Partial<Omit<AppSettings, 'config'>> {
  config?: Partial<OAuthConfig>
  /** Where the SQLite file is or will be. A second app on the same one needs no migration. */
  dir?: string
  isMigrated?: boolean
  setup?(app: ApplicationService): void | Promise<void>
}

export type TestApp = Awaited<ReturnType<typeof createApp>>

/**
 * A real app behind a real port: session, auth, Lucid and this package, closed after the test.
 */
export async function createApp(options: TestAppOptions = {}) {
  const dir = options.dir ?? (await tmpDir())
  const { server, url, close: closeServer } = await startHttpServer()
  const defaults = { appUrl: url, clientName: 'Test app', scope: SCOPE, loginPath: '/' }
  const app = await bootApp({
    ...options,
    dir,
    database: options.database ?? sqliteIn(dir),
    config: { ...defaults, ...options.config },
  })
  await options.setup?.(app)
  await app.start(() => serveRoutes(app, server))

  app.terminating(closeServer)
  const close = () => app.terminate()
  getActiveTest()?.cleanup(close)

  if (!options.isMigrated) {
    await migrate(app, dir)
  }

  return {
    app,
    url,
    dir,
    close,
    oauth: await app.container.make('atproto.oauth'),
    db: await app.container.make('lucid.db'),

    /** A grant with tokens that no server gave, for what does not use them. */
    async createGrant(changes: Partial<GrantRow> = {}): Promise<GrantRow> {
      const now = Date.now()
      const times = { createdAt: now, updatedAt: now, lastUsedAt: now, expiresAt: null }
      const row = grantRow({ ...times, keyId: null, ...changes })
      const { config } = await app.container.make('atproto.oauth')
      await config.stores.grants.create(row)
      return row
    },

    browser: () => new Browser(url, new URL(options.config?.appUrl ?? url).host),
  }
}

/** The whole grant that a browser's session points at. */
export async function rowOf({ oauth }: Pick<TestApp, 'oauth'>, sessionId: string) {
  const { grants } = oauth.config.stores
  const { id } = (await grants.findBySession(sessionId))!
  return (await grants.find(id))!
}

/**
 * The arguments of each call of this method of the app's logger, from now on.
 */
export async function captureLog(app: ApplicationService, level: 'warn' | 'error') {
  const calls: any[][] = []
  const logger = await app.container.make('logger')
  logger[level] = (...args: any[]) => void calls.push(args)
  return calls
}

/** A database that need not survive a power failure: writes do not wait for the disk. */
function sqliteIn(dir: string): ConnectionConfig {
  return {
    client: 'better-sqlite3',
    connection: { filename: join(dir, 'db.sqlite3') },
    useNullAsDefault: true,
    pool: {
      afterCreate(database, done) {
        database.pragma('synchronous = OFF')
        done()
      },
    },
  }
}

/**
 * Rewrites the tokens of a row, as time or a stranger with the database would.
 */
export async function rewriteTokens(
  { app, oauth }: Pick<TestApp, 'app' | 'oauth'>,
  sessionId: string,
  rewrite: (tokenSet: Record<string, unknown>) => void
) {
  const vault = new Vault(await app.container.make('encryption'))
  const { grants } = oauth.config.stores
  const row = await rowOf({ oauth }, sessionId)
  const saved = vault.open<NodeSavedSession>('grant', row.id, row.tokens)!
  rewrite(saved.tokenSet)
  const { expires_at: expiresAt, iss: issuer } = saved.tokenSet
  await grants.delete(row.id)
  await grants.create({
    ...row,
    issuer,
    expiresAt: expiresAt ? Date.parse(expiresAt) : null,
    tokens: vault.seal('grant', row.id, saved),
  })
}

const confirmed = new WeakMap<Devnet, { browser: DevnetBrowser; last: Promise<unknown> }>()

/**
 * Allows an authorization in a browser that remembers the account: only its first sign-in needs the
 * password, which takes the PDS 400 ms. One at a time, since the browser has one CSRF token.
 */
function confirm(devnet: Devnet, url: string, account: Devnet['accounts'][number]): Promise<URL> {
  const state = confirmed.get(devnet) ?? { browser: devnet.openBrowser(), last: Promise.resolve() }
  confirmed.set(devnet, state)
  const signIn = () => state.browser.signIn(url, account, { remember: true })
  const callback = state.last.then(signIn, signIn)
  state.last = callback
  return callback
}

/**
 * Signs an account in without a browser.
 */
export async function signInUser(
  { oauth }: Pick<TestApp, 'oauth'>,
  devnet: Devnet,
  account: Devnet['accounts'][number],
  options: AuthorizeOptions = {}
): Promise<AtprotoUser> {
  const browser = 'the secret of a browser'
  const url = await oauth.startSignIn(account.did, { browser }, options)
  const { searchParams } = new URL(await confirm(devnet, url, account))
  const { user } = await oauth.finishSignIn(searchParams, browser)
  return user
}

/**
 * The app as another process has it: at the same address, on the same database. Whoever signed in
 * before did not need to be within `timeout`: a sign-in takes its time on a busy machine.
 */
export function createOther({ dir, url }: TestApp, devnet: Devnet, timeout?: number) {
  const network = { ...networkOf(devnet), timeout }
  return createApp({ dir, isMigrated: true, config: { appUrl: url, network } })
}

/**
 * An app, and a user whose access token has expired.
 */
export async function startExpired(
  devnet: Devnet,
  { network, ...config }: Partial<OAuthConfig> = {}
) {
  const app = await createApp({
    config: { ...config, network: { ...networkOf(devnet), ...network } },
  })
  const browser = app.browser()
  await browser.signIn(devnet, devnet.accounts[0])
  const sessionId: string = (await browser.json('/me')).sessionId
  await expireAccessToken(app, sessionId)
  const user = (await app.oauth.find(sessionId))!
  return { app, sessionId, user, grants: app.oauth.config.stores.grants }
}

/**
 * Makes the next use of the session refresh its tokens.
 */
export function expireAccessToken(testApp: Pick<TestApp, 'app' | 'oauth'>, sessionId: string) {
  return rewriteTokens(testApp, sessionId, (tokenSet) => {
    tokenSet.expires_at = new Date(Date.now() - 1000).toISOString()
  })
}

/** AdonisJS 7's factory has another key than the app. AdonisJS 6's has the same by default. */
export function encryptionWithAnotherKey() {
  const factory: { merge?(options: { secret: string }): unknown; create(): EncryptionLike } =
    new EncryptionFactory()
  factory.merge?.({ secret: 'a-secret-that-the-app-does-not-have' })
  return factory.create()
}

/** A browser of a test app, whose requests come through a proxy. */
export class Browser extends TestBrowser {
  /** @param host The one that the proxy forwards. */
  constructor(url: string, host: string) {
    super(url, { 'accept': 'application/json', 'x-forwarded-host': host })
  }

  /** Signs in all the way, and returns what the callback did. */
  async signIn(devnet: Devnet, account: Devnet['accounts'][number]) {
    return this.json(await confirm(devnet, await this.authorize(account.handle), account))
  }

  /** Starts a sign-in and returns where the app sends the browser. */
  async authorize(input: string, query: Record<string, string> = {}) {
    const response = await this.fetch(`/login?${new URLSearchParams({ input, ...query })}`)
    const location = response.headers.get('location')
    if (!location) throw new Error(`${response.status}: ${await response.text()}`)
    return location
  }
}
