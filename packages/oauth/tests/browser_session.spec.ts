import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard } from '@adonisjs/auth/session'
import type { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import AtprotoMiddleware from '../src/atproto_middleware.js'
import { atprotoUserProvider } from '../src/user_provider.js'
import { type Browser, createApp, networkOf, shareDevnet, type TestApp } from './helpers.js'

/** Users of an app's own, without a database. */
const ownUsers: any = {
  createUserForGuard: async (user: { id: number }) => ({
    getId: () => user.id,
    getOriginal: () => user,
  }),
  findById: async (id: number) => ownUsers.createUserForGuard({ id }),
}

const guardOf = ({ auth }: HttpContext, name: string) => auth.use(name as never) as any

async function addRoutes(app: ApplicationService) {
  const router = await app.container.make('router')
  router.get('/account', async ({ oauth }) => {
    const known = oauth.user
    const isSignedIn = await oauth.check()
    return { known: known ?? null, isSignedIn, did: oauth.user?.did ?? null }
  })
  const atproto = new AtprotoMiddleware()
  const page = ({ oauth }: HttpContext) => oauth.getUserOrFail().did
  router.get('/protected', page).use((ctx, next) => atproto.handle(ctx, next))
  router.get('/unprotected', page)

  router.get('/own-login', (ctx) => guardOf(ctx, 'own').login({ id: 7 }))
  router.get('/own-user', async (ctx) => {
    await guardOf(ctx, 'own').check()
    return { id: guardOf(ctx, 'own').user?.id ?? null }
  })
  router.get('/own-logout', async (ctx) => {
    await guardOf(ctx, 'own').check()
    await guardOf(ctx, 'own').logout()
  })
}

test.group('Browser session', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  /** An app whose users have a guard of their own, with our guard beside it or without. */
  const start = (guard: 'accounts' | undefined) =>
    createApp({
      auth: defineAuthConfig({
        default: 'own',
        guards: {
          own: sessionGuard({ useRememberMeTokens: false, provider: ownUsers }),
          accounts: sessionGuard({ useRememberMeTokens: false, provider: atprotoUserProvider() }),
        },
      }),
      config: { network: networkOf(devnet), guard, loginPath: '/sign-in' },
      setup: addRoutes,
    })

  const signedInTo = async (app: TestApp) => {
    const browser = app.browser()
    await browser.signIn(devnet, devnet.accounts[0])
    return browser
  }

  const didOf = async (browser: Browser) => (await browser.json('/account')).did

  test('return the account that signed in {$self}')
    .with(['without a guard', 'with a guard'])
    .run(async ({ assert }, way) => {
      const app = await start(way === 'with a guard' ? 'accounts' : undefined)
      const [alice, bob] = devnet.accounts
      const browser = app.browser()
      const before = { known: null, isSignedIn: false, did: null }
      assert.deepEqual(await browser.json('/account'), before)

      await browser.signIn(devnet, alice)
      const after = { known: null, isSignedIn: true, did: alice.did }
      assert.deepEqual(await browser.json('/account'), after)
      assert.equal(await (await browser.fetch('/protected')).text(), alice.did)

      const grantsOf = async ({ did }: { did: string }) =>
        (await app.oauth.config.stores.grants.findByDid(did)).rows
      await browser.signIn(devnet, bob)
      assert.equal(await didOf(browser), bob.did)
      assert.isEmpty(await grantsOf(alice))

      await browser.fetch('/logout')
      assert.deepEqual(await browser.json('/account'), before)
      assert.isEmpty(await grantsOf(bob))
    })

  test('read one row per request to find the account, however often it is asked for')
    .with([undefined, 'accounts'] as const)
    .run(async ({ assert }, guard) => {
      const app = await start(guard)
      const browser = await signedInTo(app)
      const queries: string[] = []
      app.db
        .connection()
        .getWriteClient()
        .on('query', ({ sql }: { sql: string }) => queries.push(sql))

      await browser.fetch('/protected')
      assert.lengthOf(queries, 1)
    })

  test('give the browser a new session ID at sign-in', async ({ assert }) => {
    const app = await start(undefined)
    const browser = app.browser()
    const url = await browser.authorize('alice.test')
    const before = browser.cookies.get('adonis_session')
    await browser.json(await devnet.signIn(url, devnet.accounts[0]))
    assert.isString(before)
    assert.notEqual(browser.cookies.get('adonis_session'), before)
  })

  test('stay signed in while the app’s own users sign in, and end with their sign-out')
    .with([undefined, 'accounts'] as const)
    .run(async ({ assert }, guard) => {
      const app = await start(guard)
      const browser = await signedInTo(app)
      const [alice] = devnet.accounts
      await browser.fetch('/own-login')
      assert.deepEqual(await browser.json('/own-user'), { id: 7 })
      assert.equal(await didOf(browser), alice.did)

      await browser.fetch('/own-logout')
      assert.deepEqual(await browser.json('/own-user'), { id: null })
      await until(async () => (await didOf(browser)) === null)
      const { grants } = app.oauth.config.stores
      await until(async () => (await grants.findByDid(alice.did)).rows.length === 0)
    })

  test('leave the app’s own users signed in when the account signs out')
    .with([undefined, 'accounts'] as const)
    .run(async ({ assert }, guard) => {
      const app = await start(guard)
      const browser = await signedInTo(app)
      await browser.fetch('/own-login')
      await browser.fetch('/logout')
      assert.isNull(await didOf(browser))
      assert.deepEqual(await browser.json('/own-user'), { id: 7 })
    })

  test('send visitors of a protected page to the login page', async ({ assert }) => {
    const app = await start(undefined)
    const browser = app.browser()
    const response = await browser.fetch('/protected', { headers: { accept: 'text/html' } })
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), '/sign-in')

    const refused = await browser.fetch('/protected')
    assert.equal(refused.status, 401)
    assert.deepEqual(await refused.json(), {
      errors: [{ code: 'E_ATPROTO_UNAUTHORIZED_ACCESS', message: 'Please sign in to continue' }],
    })
    assert.equal((await browser.fetch('/unprotected')).status, 401)
  })
})
