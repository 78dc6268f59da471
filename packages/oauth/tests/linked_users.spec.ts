import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'
import type { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import { BaseModel, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { errors } from '../index.js'
import { findOrCreateUser, linkAccount } from '../src/lucid/main.js'
import { createApp, networkOf, shareDevnet, type TestApp } from './helpers.js'

class User extends BaseModel {
  static table = 'users'

  @column({ isPrimary: true })
  declare id: number

  @column()
  declare name: string | null
}

class AtprotoAccount extends BaseModel {
  static table = 'atproto_accounts'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare did: string

  @column()
  declare userId: number

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>
}

async function createTables({ db }: TestApp) {
  await db.connection().schema.createTable('users', (table) => {
    table.increments('id')
    table.string('name').notNullable()
  })
  await db.connection().schema.createTable('atproto_accounts', (table) => {
    table.string('did').primary()
    table.integer('user_id').unsigned().notNullable().references('users.id')
  })
}

const ownGuard = ({ auth }: HttpContext) => auth.use('own' as never) as any

/** The app's own sign-in, and the callback of the guide. */
async function addRoutes(app: ApplicationService) {
  const router = await app.container.make('router')
  router.get('/own-login', async (ctx) => ownGuard(ctx).login(await User.create({ name: 'Alice' })))
  router.get('/own-logout', async (ctx) => {
    await ownGuard(ctx).check()
    await ownGuard(ctx).logout()
  })
  router.get('/users', async (ctx) => {
    await ownGuard(ctx).check()
    await ctx.oauth.check()
    return { user: ownGuard(ctx).user?.id ?? null, account: ctx.oauth.user?.did ?? null }
  })
  router.get('/linking-callback', async (ctx) => {
    const { user: account } = await ctx.oauth.callback()
    const guard = ownGuard(ctx)
    if (await guard.check()) {
      await linkAccount(AtprotoAccount, account, guard.user)
    } else {
      const create = () => new User().fill({ name: account.handle ?? account.did })
      await guard.login(await findOrCreateUser(AtprotoAccount, account, create))
    }
  })
}

test.group('Linked users', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = async () => {
    const model = async () => ({ default: User })
    const app = await createApp({
      auth: defineAuthConfig({
        default: 'own',
        guards: {
          own: sessionGuard({
            useRememberMeTokens: false,
            provider: sessionUserProvider({ model }),
          }),
        },
      }),
      config: {
        network: networkOf(devnet),
        guard: undefined,
        redirectPath: '/linking-callback',
        loginPath: '/sign-in',
      },
      setup: addRoutes,
    })
    await createTables(app)
    return app
  }

  test('create a user at the first sign-in of an account, and find it at the next', async ({
    assert,
  }) => {
    const app = await start()
    const [alice] = devnet.accounts
    const first = app.browser()
    await first.signIn(devnet, alice)
    assert.deepEqual(await first.json('/users'), { user: 1, account: alice.did })

    const second = app.browser()
    await second.signIn(devnet, alice)
    assert.deepEqual(await second.json('/users'), { user: 1, account: alice.did })
    const users = await User.all()
    assert.deepEqual(
      users.map(({ name }) => name),
      ['alice.test']
    )
  })

  test('sign in the user of several accounts by each of them', async ({ assert }) => {
    const app = await start()
    const [alice, bob] = devnet.accounts
    const browser = app.browser()
    await browser.json('/own-login')
    await browser.signIn(devnet, alice)
    await browser.signIn(devnet, bob)
    assert.deepEqual(await browser.json('/users'), { user: 1, account: bob.did })

    for (const account of [alice, bob]) {
      const other = app.browser()
      await other.signIn(devnet, account)
      assert.deepEqual(await other.json('/users'), { user: 1, account: account.did })
    }
  })

  test('refuse an account of another user, and sign it out', async ({ assert }) => {
    const app = await start()
    const [alice] = devnet.accounts
    await app.browser().signIn(devnet, alice)

    const browser = app.browser()
    await browser.json('/own-login')
    const callback = await devnet.signIn(await browser.authorize('alice.test'), alice)
    const response = await browser.fetch(callback, { headers: { accept: 'text/html' } })
    assert.equal(response.headers.get('location'), '/sign-in')
    assert.containsSubset(await browser.json('/'), {
      error: 'This account belongs to another user. Sign out first to sign in with it.',
    })
    assert.deepEqual(await browser.json('/users'), { user: 2, account: null })

    await browser.fetch('/own-logout')
    await browser.signIn(devnet, alice)
    assert.deepEqual(await browser.json('/users'), { user: 1, account: alice.did })
  })

  test('create one user when an account signs in several times at once', async ({ assert }) => {
    await start()
    const [account] = devnet.accounts
    const create = () => new User().fill({ name: 'Alice' })
    const users = await Promise.all(
      Array.from({ length: 5 }, () => findOrCreateUser(AtprotoAccount, account, create))
    )
    assert.deepEqual(new Set(users.map(({ id }) => id)), new Set([users[0].id]))
    assert.lengthOf(await User.all(), 1)
  })

  test('save neither user nor link when one of them fails', async ({ assert }) => {
    const app = await start()
    const [account] = devnet.accounts
    await assert.rejects(() => findOrCreateUser(AtprotoAccount, account, () => new User()))
    await app.db.connection().schema.dropTable('atproto_accounts')
    await assert.rejects(() => linkAccount(AtprotoAccount, account, new User()))
    await assert.rejects(() =>
      findOrCreateUser(AtprotoAccount, account, () => new User().fill({ name: 'Alice' }))
    )
    assert.isEmpty(await User.all())
    assert.isEmpty(await app.db.from('users'))
  })

  test('throw when two users claim an account', async ({ assert }) => {
    await start()
    const [account] = devnet.accounts
    const [first, second] = await User.createMany([{ name: 'Alice' }, { name: 'Bob' }])
    await linkAccount(AtprotoAccount, account, first)
    await linkAccount(AtprotoAccount, account, first)
    await assert.rejects(
      () => linkAccount(AtprotoAccount, account, second),
      errors.E_ATPROTO_ACCOUNT_LINKED
    )
  })
})
