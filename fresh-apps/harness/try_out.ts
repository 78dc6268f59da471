import { test } from '@japa/runner'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { FreshApp } from './fresh_app.js'
import { addIndexer, addMe, indexed } from './by_hand.js'
import { type Major, MAJORS } from './majors.js'
import { COLLECTION, network } from './network.js'
import type { Part } from './parts.js'
import { tarballs } from './tarballs.js'
import { Visitor } from './visitor.js'

export interface Shape {
  /** What follows "AdonisJS 7: " in the report. */
  title: string
  /** The official packages that are configured before ours. */
  has: Part[]
  stores: 'lucid' | 'memory'
  /** The guard that `configure` leaves for accounts: its own, beside one the app has. */
  guard: 'web' | 'atproto'
  /** How people sign in: on the page that `configure` writes, or with JSON. */
  signIn: 'page' | 'json'
  /** Where records are indexed. */
  worker: 'web process' | 'tap:listen'
  /** What people add of their own that has to go together with ours. */
  byHand?(app: FreshApp): Promise<void>
  /** What must hold for somebody who is signed in, beside what holds everywhere. */
  signedIn?(visitor: Visitor, account: DevnetAccount): Promise<void>
}

/** From packed tarballs to a signed-in account and an indexed record, on both majors. */
export function tryOut(name: string, shape: Shape) {
  for (const major of MAJORS) tryOutOn(major, name, shape)
}

function tryOutOn(major: Major, name: string, shape: Shape) {
  test.group(`AdonisJS ${major}: ${shape.title}`, (group) => {
    let app: FreshApp

    group.setup(async () => {
      app = await FreshApp.lay(major, name, shape.has)
    })

    test('configure both packages without a question', async ({ assert }) => {
      for (const command of configureOurs(shape)) {
        await tarballs.unpack(command[0], app.dir)
        const { exitCode, output } = await app.ace('configure', ...command)
        assert.equal(exitCode, 0, output)
        assert.notMatch(output, /\[ (error|warn(ing)?|failed) \]/i)
      }
    })

    test('change nothing the second time', async ({ assert }) => {
      const once = await app.files()
      for (const command of configureOurs(shape)) await app.ace('configure', ...command)
      assert.deepEqual(await app.files(), once)
    })

    if (shape.stores === 'lucid') {
      test('run the migrations', async ({ assert }) => {
        const { exitCode, output } = await app.ace('migration:run')
        assert.equal(exitCode, 0, output)
        assert.include(output, 'create_atproto_oauth_tables')
      })
    }

    test('type-check what was written, and what people add to it', async ({ assert }) => {
      const { exitCode, output } = await app.ace('make:indexer', 'Status', `-c=${COLLECTION}`)
      assert.equal(exitCode, 0, output)
      await addIndexer(app)
      await addMe(app, shape.guard)
      await shape.byHand?.(app)
      assert.equal(await app.typeErrors(), '')
    })

    test('sign in, index a record, sign out', async ({ assert, cleanup }) => {
      await app.setEnv(network.env)
      const server = await app.serve()
      cleanup(() => server.stop())
      const indexer = shape.worker === 'tap:listen' ? app.node('ace.js', 'tap:listen') : server
      cleanup(() => indexer.stop())

      const account = await network.createAccount()
      const visitor = new Visitor(app.url, shape.signIn)
      const back = await visitor.signIn(account)
      assert.equal(back.status, 302, server.output)

      const me = await visitor.browser.fetch('/me')
      assert.deepEqual(await me.json(), { did: account.did, handle: account.handle })
      if (shape.signIn === 'page') {
        const page = await visitor.browser.text('/oauth/login')
        assert.include(page, `As @${account.handle}`)
      }

      await shape.signedIn?.(visitor, account)

      const { uri } = await account.createRecord(COLLECTION, {
        status: '🦋',
        createdAt: new Date().toISOString(),
      })
      const records = await indexer.until(() => indexed(app))
      assert.containsSubset(records, [{ uri, action: 'create', status: '🦋' }])

      await visitor.signOut()
      const stranger = await visitor.browser.fetch('/me')
      assert.equal(stranger.status, shape.signIn === 'page' ? 302 : 401)
    })
  })
}

function configureOurs({ stores, worker }: Shape) {
  return [
    // What is missing comes from the workspace; `add.spec.ts` has it installed.
    ['adonisjs-atproto-oauth', `--stores=${stores}`, '--no-install'],
    [
      'adonisjs-atproto-tap',
      `--url=${network.devnet.tap.url}`,
      ...(worker === 'web process' ? ['--listen'] : []),
    ],
  ] as const
}
