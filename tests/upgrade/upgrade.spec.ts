import { copyFile, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { AdonisApp } from '@tests/support/adonis_app'
import { freePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import { TestBrowser } from '@tests/support/test_browser'
import { ROOT } from '@tests/support/workspace'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import { copyStatusphere } from './app_copy.js'

/** What `config/encryption.ts` can be on AdonisJS 7. */
const ENCRYPTION = {
  as6: join(import.meta.dirname, 'encryption_as_6.stub'),
  as7Reads6: join(import.meta.dirname, 'encryption_as_7_reads_6.stub'),
  newApp: join(ROOT, 'examples/statusphere/config/encryption.ts'),
}

test.group('Upgrading from AdonisJS 6 to 7', (group) => {
  let folder: string
  let devnet: Devnet
  let env: Record<string, string>

  /** Signed in while the app ran on AdonisJS 6. */
  let alice: TestBrowser
  /** Was at his own server to sign in when the app stopped. */
  let bob: TestBrowser
  let bobsServer: URL

  group.setup(async () => {
    folder = await tempFolder()
    devnet = await startDevnet({ tap: false, accounts: ['alice', 'bob'] })
    const url = `http://127.0.0.1:${await freePort()}`
    env = {
      ...devnet.env,
      TAP_URL: 'http://127.0.0.1:1',
      TAP_LISTEN: 'false',
      NODE_ENV: 'development',
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      APP_URL: url,
      APP_KEY: 'the-key-of-both-majors-in-this-test',
      DB_PATH: join(folder, 'six.sqlite3'),
    }

    await copyStatusphere(join(folder, 'six'), 6)
    const six = new AdonisApp(join(folder, 'six'), env)
    await six.migrate()
    const server = await six.serve()
    alice = new TestBrowser(url)
    await alice.visit(await devnet.signIn(await leave(alice, 'alice'), devnet.accounts[0]))
    if (nameOn(alice) !== 'alice.test') throw new Error('alice could not sign in on AdonisJS 6')
    bob = new TestBrowser(url)
    bobsServer = await leave(bob, 'bob')
    await server.stop()

    await copyStatusphere(join(folder, 'seven'), 7)
    return () => devnet.close()
  })

  /** Goes as far as the account's own server, and returns its address. */
  async function leave(browser: TestBrowser, name: string): Promise<URL> {
    await browser.visit('/login')
    return (await browser.submit('/login', { handle: `${name}.test` }))!
  }

  /** The same browser at a later time; tests do not see each other's cookies. */
  async function returning(browser: TestBrowser, path: string | URL = '/') {
    const copy = new TestBrowser(env.APP_URL).copyCookies(browser)
    await copy.visit(path)
    return copy
  }

  /** The handle of who is signed in, as the page shows it. */
  const nameOn = ({ page }: TestBrowser) => page.querySelector('[data-testid=me] bdi')?.text

  const statusesOfAlice = () => devnet.accounts[0].listRecords('xyz.statusphere.status')

  /** Starts the app on AdonisJS 7, by default on a copy of the database that AdonisJS 6 left. */
  async function serve(encryption: keyof typeof ENCRYPTION, database?: string) {
    const seven = join(folder, 'seven')
    await copyFile(ENCRYPTION[encryption], join(seven, 'config', 'encryption.ts'))

    const path = database ?? join(await mkdtemp(join(folder, 'database-')), 'db.sqlite3')
    if (!database) await copyFile(env.DB_PATH, path)
    const app = new AdonisApp(seven, { ...env, DB_PATH: path })
    return { database: path, server: await app.serve() }
  }

  test('keep users signed in with the encryption of AdonisJS 6', async ({ assert, cleanup }) => {
    const { server } = await serve('as6')
    cleanup(() => server.stop())

    const browser = await returning(alice)
    assert.equal(nameOn(browser), 'alice.test')

    // The tokens are readable as well, and the server accepts them.
    const before = await statusesOfAlice()
    await browser.submit('/statuses', { emoji: '🦋' })
    assert.lengthOf(await statusesOfAlice(), before.length + 1)
  })

  test('complete a sign-in on AdonisJS 7 that was started on 6', async ({ assert, cleanup }) => {
    const { server } = await serve('as6')
    cleanup(() => server.stop())

    const callback = await devnet.signIn(bobsServer, devnet.accounts[1])
    assert.equal(nameOn(await returning(bob, callback)), 'bob.test')
  })

  test('keep users signed in while moving to the new format', async ({ assert, cleanup }) => {
    const readsBoth = await serve('as7Reads6')
    cleanup(() => readsBoth.server.stop())
    const browser = await returning(alice)
    const before = await statusesOfAlice()
    await browser.submit('/statuses', { emoji: '🚀' })
    assert.lengthOf(await statusesOfAlice(), before.length + 1)
    await readsBoth.server.stop()

    // The cookie was rewritten in the format of AdonisJS 7, the only one that this app reads.
    const { server } = await serve('newApp', readsBoth.database)
    cleanup(() => server.stop())
    await browser.visit('/')
    assert.equal(nameOn(browser), 'alice.test')
  })

  test('ask users to sign in again with the encryption of a new app', async ({
    assert,
    cleanup,
  }) => {
    const { server } = await serve('newApp')
    cleanup(() => server.stop())

    const browser = await returning(alice)
    const before = await statusesOfAlice()
    await browser.submit('/statuses', { emoji: '🦋' })
    assert.include(browser.page.text, 'Sign out, then sign in again.')
    assert.lengthOf(await statusesOfAlice(), before.length)
  })
})
