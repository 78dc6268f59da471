import { test } from '@japa/runner'
import { install } from '@tests/support/tarballs'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { type Major, MAJORS } from './majors.js'
import { NewApp } from './new_app.js'
import type { OfficialPackage } from './official_packages.js'
import { COLLECTION, network, tarballOf } from './suite.js'
import { addIndexer, addMe, indexed } from './user_edits.js'
import { type SignInWay, Visitor } from './visitor.js'

export interface AppSuite {
  /** The title, printed after "AdonisJS 7: ". */
  title: string
  /** The official packages that are configured before ours. */
  has: OfficialPackage[]
  stores: 'lucid' | 'memory'
  /** How users sign in: on the page that `configure` writes, or with JSON. */
  signIn: SignInWay
  /** Where records are indexed. */
  worker: 'web process' | 'tap:listen'
  /** What users add of their own that has to work with our packages. */
  userEdits?(app: NewApp): Promise<void>
  /** What must hold for somebody who is signed in, besides what holds everywhere. */
  signedIn?(visitor: Visitor, account: DevnetAccount): Promise<void>
}

/**
 * Defines tests from packed tarballs to a signed-in account and an indexed record, on both majors.
 */
export function defineAppSuite(name: string, suite: AppSuite) {
  for (const major of MAJORS) defineOn(major, name, suite)
}

function defineOn(major: Major, name: string, suite: AppSuite) {
  test.group(`AdonisJS ${major}: ${suite.title}`, (group) => {
    let app: NewApp

    group.setup(async () => {
      app = await NewApp.create(major, name, suite.has)
    })

    test('configure both packages without a question', async ({ assert }) => {
      for (const command of configureCommands(suite)) {
        await install(tarballOf(command[0]), command[0], app.dir)
        const { exitCode, output } = await app.ace('configure', ...command)
        assert.equal(exitCode, 0, output)
        assert.notMatch(output, /\[ (error|warn(ing)?|failed) \]/i)
      }
    })

    test('leave the users of the app and the format of its files as they were', async ({
      assert,
    }) => {
      const auth = await app.read('config/auth.ts').catch(() => '')
      if (suite.has.some((one) => ['users', 'tokens'].includes(one))) {
        assert.notInclude(auth, 'atproto')
      }
      assert.deepEqual(await app.format(), [])
    })

    test('change nothing when it runs again', async ({ assert }) => {
      const once = await app.all()
      for (const command of configureCommands(suite)) await app.ace('configure', ...command)
      assert.deepEqual(await app.all(), once)
    })

    if (suite.stores === 'lucid') {
      test('run the migrations', async ({ assert }) => {
        const { exitCode, output } = await app.ace('migration:run')
        assert.equal(exitCode, 0, output)
        assert.include(output, 'create_atproto_oauth_tables')
      })
    }

    test('type-check what was written, and what users add to it', async ({ assert }) => {
      const { exitCode, output } = await app.ace('make:indexer', 'Status', `-c=${COLLECTION}`)
      assert.equal(exitCode, 0, output)
      await addIndexer(app)
      await addMe(app)
      await suite.userEdits?.(app)
      assert.equal(await app.typeErrors(), '')
    })

    test('sign in, index a record, sign out', async ({ assert, cleanup }) => {
      await app.setEnv(network.env)
      const server = await app.serve()
      cleanup(() => server.stop())
      const worker = suite.worker === 'tap:listen' ? app.startWorker() : server
      cleanup(() => worker.stop())

      const account = await network.createAccount()
      const visitor = new Visitor(app.url, suite.signIn)
      const response = await visitor.signIn(account)
      assert.equal(response.status, 302, server.output)

      assert.deepEqual(await visitor.json('/me'), { did: account.did, handle: account.handle })
      assert.include(await visitor.signedInPage(), `@${account.handle}`)

      await suite.signedIn?.(visitor, account)

      const { uri } = await account.createRecord(COLLECTION, {
        status: '🦋',
        createdAt: new Date().toISOString(),
      })
      const records = await worker.until(() => indexed(app))
      assert.containsSubset(records, [{ uri, action: 'create', status: '🦋' }])

      await visitor.signOut()
      const { status } = await visitor.fetch('/me')
      assert.equal(status, suite.signIn === 'json' ? 401 : 302)
    })
  })
}

function configureCommands({ stores, worker }: AppSuite) {
  return [
    // Missing packages come from the workspace; `add.spec.ts` has them installed.
    ['adonisjs-atproto-oauth', `--stores=${stores}`, '--no-install'],
    [
      'adonisjs-atproto-tap',
      `--url=${network.tapUrl}`,
      ...(worker === 'web process' ? ['--listen'] : []),
    ],
  ] as const
}
