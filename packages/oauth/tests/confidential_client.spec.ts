import { getActiveTest, test } from '@japa/runner'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { generatePrivateKey } from '../src/private_keys.js'
import {
  type Browser,
  createApp,
  expireAccessToken,
  networkOf,
  rowOf,
  type TestApp,
} from './helpers.js'

const ORIGIN = 'https://fishbowl.internal'

/**
 * A PDS that reaches the app at an https address that exists nowhere: a confidential client can't
 * be a local one, for servers as for this package.
 */
async function startNetwork() {
  const { fetch } = globalThis
  let app: TestApp | undefined
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return url.origin === ORIGIN ? fetch(`${app!.url}${url.pathname}`) : fetch(input, init)
  }
  const devnet = await startDevnet({ tap: false, accounts: ['alice'] })
  getActiveTest()!.cleanup(async () => {
    globalThis.fetch = fetch
    await devnet.close()
  })

  const configOf = (privateKeys: string[]) => ({
    appUrl: ORIGIN,
    privateKeys,
    network: { ...networkOf(devnet), allowPrivateAddresses: true },
  })

  return {
    devnet,

    /** Starts the app, or starts it again with other keys and the same database. */
    async start(privateKeys: string[]) {
      await app?.close()
      app = await createApp({
        dir: app?.dir,
        isMigrated: app !== undefined,
        config: configOf(privateKeys),
      })
      return app
    },

    /** Another app with the same database and app key, which the server does not know. */
    startCopy: (privateKeys: string[]) =>
      createApp({ dir: app!.dir, isMigrated: true, config: configOf(privateKeys) }),
  }
}

type Network = Awaited<ReturnType<typeof startNetwork>>

async function signIn(app: TestApp, { devnet }: Network) {
  const browser = app.browser()
  const [alice] = devnet.accounts
  const callback = await devnet.signIn(await browser.authorize('alice.test'), alice)
  await browser.json(`${callback.pathname}${callback.search}`)
  const { sessionId } = await browser.json('/me')
  return { browser, sessionId: sessionId as string }
}

/** The same browser, after the app came back on another port. */
const reopen = (browser: Browser, app: TestApp) => app.browser().copyCookies(browser)

test.group('Confidential client', (group) => {
  group.each.timeout(60_000)

  test('sign in, write and refresh with a key', async ({ assert }) => {
    const network = await startNetwork()
    const app = await network.start([await generatePrivateKey()])
    const { browser, sessionId } = await signIn(app, network)

    assert.isString((await browser.json('/write')).uri)
    await expireAccessToken(app, sessionId)
    assert.isString((await browser.json('/write')).uri)
    await browser.fetch('/logout')
    assert.isNull((await browser.json('/me')).user)
  })

  test('keep a session when its key is not the first, and when it is missing', async ({
    assert,
  }) => {
    const [oldKey, newKey] = [await generatePrivateKey(), await generatePrivateKey()]
    const network = await startNetwork()
    let app = await network.start([oldKey])
    const { browser, sessionId } = await signIn(app, network)

    app = await network.start([newKey, oldKey])
    await expireAccessToken(app, sessionId)
    assert.isString((await reopen(browser, app).json('/write')).uri)

    app = await network.start([newKey])
    const { kid } = JSON.parse(oldKey)
    assert.deepEqual(await reopen(browser, app).json('/write'), {
      code: 'E_ATPROTO_SESSION_UNAVAILABLE',
      reason: 'misconfigured',
      message: `This session needs the private key "${kid}", which is not in "privateKeys" of config/atproto_oauth.ts. Put it back, or sign in again`,
    })
    assert.equal((await reopen(browser, app).json('/me')).user.handle, 'alice.test')

    app = await network.start([newKey, oldKey])
    assert.isString((await reopen(browser, app).json('/write')).uri)
  })

  test('keep the sessions of a public client when a key is added', async ({ assert }) => {
    const network = await startNetwork()
    let app = await network.start([])
    const { browser, sessionId } = await signIn(app, network)

    app = await network.start([await generatePrivateKey()])
    await expireAccessToken(app, sessionId)
    // The server forgets the client's metadata of before.
    await network.devnet.pds.stop()
    await network.devnet.pds.start()
    assert.isString((await reopen(browser, app).json('/write')).uri)
  })

  test('refresh the tokens of a confidential client: its private key is not in the database', async ({
    assert,
  }) => {
    const [ownKey, otherKey] = [await generatePrivateKey(), await generatePrivateKey()]
    const network = await startNetwork()
    const app = await network.start([ownKey])
    const { browser, sessionId } = await signIn(app, network)
    await expireAccessToken(app, sessionId)
    const { kid } = JSON.parse(ownKey)
    const theirs = await network.startCopy([JSON.stringify({ ...JSON.parse(otherKey), kid })])
    const watch = network.devnet.faults.watch('refresh')

    const user = (await theirs.oauth.find(sessionId))!
    const error = await user.fetch('/xrpc/_health').catch((reason) => reason)

    assert.equal(error.reason, 'misconfigured')
    assert.isAbove(watch.hits, 0)
    assert.notInclude(watch.statuses, 200)
    assert.isString((await browser.json('/write')).uri)
  })

  test('revoke the tokens of a public client when a key was added', async ({ assert }) => {
    const network = await startNetwork()
    let app = await network.start([])
    const { browser, sessionId } = await signIn(app, network)
    app = await network.start([await generatePrivateKey()])
    // The server forgets the client's metadata of before.
    await network.devnet.pds.stop()
    await network.devnet.pds.start()
    const { grants } = app.oauth.config.stores
    const row = await rowOf(app, sessionId)

    await reopen(browser, app).fetch('/logout')
    await grants.create(row)
    await expireAccessToken(app, sessionId)

    const user = (await app.oauth.find(sessionId))!
    const error = await user.fetch('/xrpc/_health').catch((reason) => reason)
    assert.equal(error.reason, 'revoked')
  })
})
