import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { startDevnet, type Devnet } from '../../packages/devnet/build/index.js'
import { StatusphereCopy } from './moving/statusphere_copy.ts'
import { Visitor } from './moving/visitor.ts'

const ENCRYPTION = join(import.meta.dirname, 'moving')

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test.group('Moving from AdonisJS 6 to 7', (group) => {
  let folder: string
  let devnet: Devnet
  let app: StatusphereCopy
  let env: Record<string, string>

  /** Signed in while the app ran on 6, and on the way to it, when that was stopped. */
  let alice: Visitor
  let bob: Visitor
  let bobsServer: URL

  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moving-'))
    devnet = await startDevnet({ tap: false })
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

    const six = await StatusphereCopy.make(join(folder, 'six'), 6)
    await six.run(env, 'ace.js', 'migration:run', '--force')
    const stop = await six.serve(env)
    alice = await signIn(new Visitor(url))
    if (alice.name !== 'alice.test') throw new Error('alice could not sign in on AdonisJS 6')
    bob = await new Visitor(url).visit('/login')
    bobsServer = (await bob.submit('/login', { handle: 'bob.test' }))!
    await stop()

    app = await StatusphereCopy.make(join(folder, 'seven'), 7)
    return async () => {
      await devnet.close()
      await rm(folder, { recursive: true, force: true })
    }
  })

  async function signIn(visitor: Visitor) {
    await visitor.visit('/login')
    const server = await visitor.submit('/login', { handle: 'alice.test' })
    const callback = await devnet.signIn(server!, devnet.accounts[0])
    return visitor.visit(callback.pathname + callback.search)
  }

  /** Starts the app on AdonisJS 7, on a database as AdonisJS 6 has left it unless it is named. */
  async function serve(encryption: string | null, database?: string) {
    const config = join(app.folder, 'config', 'encryption.ts')
    await (encryption
      ? copyFile(join(ENCRYPTION, encryption), config)
      : cp(join(import.meta.dirname, '../../examples/statusphere/config/encryption.ts'), config))

    const path = database ?? join(await mkdtemp(join(folder, 'database-')), 'db.sqlite3')
    if (!database) await copyFile(env.DB_PATH, path)
    return { database: path, stop: await app.serve({ ...env, DB_PATH: path }) }
  }

  test('keep people signed in with the encryption of AdonisJS 6', async ({ assert, cleanup }) => {
    const { stop } = await serve('encryption_as_6.stub')
    cleanup(async () => void (await stop()))

    const visitor = await alice.copy().visit('/')
    assert.equal(visitor.name, 'alice.test')

    // Her tokens are read, too, and her server takes them.
    const before = await devnet.accounts[0].listRecords('xyz.statusphere.status')
    await visitor.submit('/statuses', { emoji: '🦋' })
    const after = await devnet.accounts[0].listRecords('xyz.statusphere.status')
    assert.equal(after.length, before.length + 1)
  })

  test('let a sign-in that began on AdonisJS 6 arrive on 7', async ({ assert, cleanup }) => {
    const { stop } = await serve('encryption_as_6.stub')
    cleanup(async () => void (await stop()))

    const callback = await devnet.signIn(bobsServer, devnet.accounts[1])
    const visitor = await bob.copy().visit(callback.pathname + callback.search)
    assert.equal(visitor.name, 'bob.test')
  })

  test('leave the format of AdonisJS 6 behind, and keep people signed in', async ({
    assert,
    cleanup,
  }) => {
    const reading = await serve('encryption_as_7_reads_6.stub')
    cleanup(async () => void (await reading.stop()))
    const visitor = await alice.copy().visit('/')
    const before = await devnet.accounts[0].listRecords('xyz.statusphere.status')
    await visitor.submit('/statuses', { emoji: '🚀' })
    const after = await devnet.accounts[0].listRecords('xyz.statusphere.status')
    assert.equal(after.length, before.length + 1)
    await reading.stop()

    // Her cookie came back in the format of 7, which is all that this one reads.
    const { stop } = await serve(null, reading.database)
    cleanup(async () => void (await stop()))
    await visitor.visit('/')
    assert.equal(visitor.name, 'alice.test')
  })

  test('sign everyone out with the encryption of a new app', async ({ assert, cleanup }) => {
    const { stop } = await serve(null)
    cleanup(async () => void (await stop()))

    const visitor = await alice.copy().visit('/')
    assert.isUndefined(visitor.name)
  })
})
