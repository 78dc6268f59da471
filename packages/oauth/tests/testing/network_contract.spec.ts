import { test } from '@japa/runner'
import { type Devnet, type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'
import { errors } from '../../index.js'
import { createApp, networkOf, SCOPE, type TestApp } from '../helpers.js'

const COLLECTION = 'xyz.statusphere.status'
const status = (emoji: string) => ({ status: emoji, createdAt: new Date().toISOString() })

const write = (action: string, rkey: string) => ({
  $type: `com.atproto.repo.applyWrites#${action}`,
  collection: COLLECTION,
  rkey,
})

type TestAccount = Pick<
  DevnetAccount,
  'did' | 'handle' | 'createRecord' | 'listRecords' | 'getRecord' | 'deleteRecord' | 'changeHandle'
>

/** What a fake and a devnet have in common. */
interface TestNetwork<Account extends TestAccount> {
  pds: Pick<Devnet['pds'], 'isRunning' | 'start' | 'stop'>
  createAccount(seed?: { handle?: string }): Promise<Account>
  signIn(url: string | URL, account: Account, options?: { consent?: boolean }): Promise<URL>
}

interface Setting<Account extends TestAccount> {
  network: TestNetwork<Account>
  app: TestApp
}

/**
 * What an app sees of accounts and their server. The same for a fake as for the real ones.
 */
function networkContract<Account extends TestAccount>(
  name: string,
  start: () => Promise<Setting<Account>>
) {
  const handleOf = (prefix: string) => `${prefix}-${Math.random().toString(36).slice(2, 8)}.test`

  async function signIn({ app, network }: Setting<Account>, query: Record<string, string> = {}) {
    const account = await network.createAccount({ handle: handleOf('user') })
    const browser = app.browser()
    const url = await browser.authorize(account.handle, query)
    const result = await browser.json(await network.signIn(url, account))
    const { sessionId } = await browser.json('/me')
    return { account, browser, result, user: (await app.oauth.find(sessionId))! }
  }

  test.group(`An app on ${name}`, (group) => {
    let setting: Setting<Account>
    group.setup(async () => {
      setting = await start()
      return () => setting.app.close()
    })
    group.each.teardown(() => setting.network.pds.start())

    test('sign in with a handle, keep the state, and sign out', async ({ assert }) => {
      const { account, browser, result } = await signIn(setting, { state: 'where I was' })
      const { did, handle } = account
      assert.deepEqual(result, { did, handle, state: 'where I was' })
      assert.deepEqual((await browser.json('/me')).user, { did, handle })

      await browser.fetch('/logout')
      assert.isNull((await browser.json('/me')).user)
    })

    test('sign in with a DID and with the address of a server', async ({ assert }) => {
      const { app, network } = setting
      const account = await network.createAccount()
      const { origin } = new URL(await app.browser().authorize(account.handle))
      for (const input of [account.did, origin]) {
        const browser = app.browser()
        const callback = await network.signIn(await browser.authorize(input), account)
        assert.equal((await browser.json(callback)).did, account.did)
      }
    })

    test('throw when access is denied', async ({ assert }) => {
      const { app, network } = setting
      const account = await network.createAccount()
      const browser = app.browser()
      const url = await browser.authorize(account.handle)
      const callback = await network.signIn(url, account, { consent: false })
      assert.equal(callback.searchParams.get('error'), 'access_denied')
      const [{ code, message }] = (await browser.json(callback)).errors
      assert.equal(code, 'E_ATPROTO_ACCESS_DENIED')
      assert.equal(message, 'You did not give this app access to your account')
      assert.isNull((await browser.json('/me')).user)
    })

    test('throw when nobody has the handle', async ({ assert }) => {
      const error = await setting.app.oauth
        .startSignIn('nobody-here.test', { browser: 'secret' })
        .catch((reason) => reason)
      assert.instanceOf(error, errors.E_ATPROTO_ACCOUNT_NOT_FOUND)
    })

    test('throw when the requested scope is not in the client metadata', async ({ assert }) => {
      const { app, network } = setting
      const { handle } = await network.createAccount()
      const error = await app.oauth
        .startSignIn(handle, { browser: 'secret' }, { scope: 'atproto transition:generic' })
        .catch((reason) => reason)
      assert.instanceOf(error, errors.E_ATPROTO_CLIENT_REFUSED)
      assert.include(error.message, 'invalid_scope')
    })

    test('throw when another account signs in than was entered', async ({ assert }) => {
      const { app, network } = setting
      const [entered, other] = [await network.createAccount(), await network.createAccount()]
      const browser = app.browser()
      const url = await browser.authorize(entered.handle)
      const [{ message }] = (await browser.json(await network.signIn(url, other))).errors
      assert.match(message, /^You signed in with another account/)
    })

    test('use a callback once', async ({ assert }) => {
      const { app, network } = setting
      const account = await network.createAccount()
      const browser = app.browser()
      const callback = await network.signIn(await browser.authorize(account.handle), account)
      assert.equal((await browser.json(callback)).did, account.did)
      const [{ message }] = (await browser.json(callback)).errors
      assert.equal(message, 'This sign-in has expired or was already used. Please try again')
    })

    test('throw when the server is down, and keep the session', async ({ assert }) => {
      const { app, network } = setting
      const { browser, user } = await signIn(setting)
      await network.pds.stop()
      assert.isFalse(network.pds.isRunning)

      const error = await app.oauth
        .startSignIn(user.handle!, { browser: 'secret' })
        .catch((reason) => reason)
      assert.instanceOf(error, errors.E_ATPROTO_SERVER_UNREACHABLE)
      assert.include(await browser.json('/write'), { reason: 'unreachable' })

      await network.pds.start()
      assert.isString((await browser.json('/write')).uri)
    })

    test('write, read, list and delete records', async ({ assert }) => {
      const { account, user } = await signIn(setting)
      const created = await user.client.createRecord({ $type: COLLECTION, ...status('🚀') })
      assert.match(
        created.body.uri,
        /^at:\/\/did:plc:[^/]+\/xyz\.statusphere\.status\/[2-7a-z]{13}$/
      )
      assert.properties(created.body, ['cid', 'commit'])
      const [record] = await account.listRecords(COLLECTION)
      assert.equal(record.uri, created.body.uri)
      assert.include(record.value, { $type: COLLECTION, status: '🚀' })

      await account.createRecord(COLLECTION, status('🦋'))
      const { body } = await user.client.listRecords(COLLECTION, { limit: 1 })
      assert.deepEqual(
        body.records.map(({ value }) => (value as { status: string }).status),
        ['🦋']
      )
      const page = await user.client.listRecords(COLLECTION, { cursor: body.cursor })
      assert.deepEqual(
        page.body.records.map(({ uri }) => uri),
        [created.body.uri]
      )

      const rkey = created.body.uri.split('/').at(-1)!
      const { body: read } = await user.client.getRecord(COLLECTION, rkey)
      assert.include(read.value, { status: '🚀' })
      await user.client.deleteRecord(COLLECTION, rkey)
      assert.lengthOf(await account.listRecords(COLLECTION), 1)
      const error = await user.client.getRecord(COLLECTION, rkey).catch((reason) => reason)
      assert.equal(error.error, 'RecordNotFound')
    })

    test('write several records at once, and one with a key', async ({ assert }) => {
      const { account, user } = await signIn(setting)
      await user.client.putRecord({ $type: COLLECTION, ...status('👍') }, 'self')
      const response = await user.fetch('/xrpc/com.atproto.repo.applyWrites', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          repo: account.did,
          writes: [
            { ...write('create', 'second'), value: status('🤘') },
            { ...write('create', 'third'), value: status('🦋') },
            write('delete', 'self'),
          ],
        }),
      })
      const { results } = (await response.json()) as { results: { $type: string }[] }
      assert.deepEqual(
        results.map(({ $type }) => $type.split('#')[1]),
        ['createResult', 'createResult', 'deleteResult']
      )
      const records = await account.listRecords(COLLECTION)
      assert.deepEqual(
        records.map(({ value }) => value.status),
        ['🦋', '🤘']
      )
      assert.include((await account.getRecord(COLLECTION, 'second')).value, { status: '🤘' })
    })

    test('ask for a scope of "optionalScope" later', async ({ assert }) => {
      const { account, browser, user } = await signIn(setting)
      assert.isFalse(user.can('blob:image/png'))
      const asked = await browser.fetch('/more?scopes=blob:image/png')
      await browser.json(await setting.network.signIn(asked.headers.get('location')!, account))
      const { sessionId } = await browser.json('/me')
      assert.isTrue((await setting.app.oauth.find(sessionId))!.can('blob:image/png'))
    })

    test('throw when a write is outside of the scope', async ({ assert }) => {
      const { user } = await signIn(setting, { scope: 'atproto' })
      const error = await user.client
        .createRecord({ $type: COLLECTION, ...status('🚀') })
        .catch((reason) => reason)
      assert.instanceOf(error, errors.E_ATPROTO_SCOPE_MISSING)
    })

    test('return who is signed in', async ({ assert }) => {
      const { account, user } = await signIn(setting)
      const response = await user.fetch('/xrpc/com.atproto.server.getSession')
      const { did, handle } = (await response.json()) as Record<string, string>
      assert.deepEqual([did, handle], [account.did, account.handle])
    })

    test('revoke the tokens at sign-out', async ({ assert }) => {
      const { browser, user } = await signIn(setting)
      await browser.fetch('/logout')
      await assert.rejects(() => user.fetch('/xrpc/com.atproto.server.getSession'))
    })

    test('keep two browsers of one account apart', async ({ assert }) => {
      const { app, network } = setting
      const first = await signIn(setting)
      const browser = app.browser()
      const url = await browser.authorize(first.account.handle)
      await browser.json(await network.signIn(url, first.account))

      await first.browser.fetch('/logout')
      assert.isNull((await first.browser.json('/me')).user)
      assert.isString((await browser.json('/write')).uri)
    })

    test('return the new handle at the next sign-in', async ({ assert }) => {
      const { app, network } = setting
      const { account } = await signIn(setting)
      const handle = handleOf('renamed')
      await account.changeHandle(handle)
      const browser = app.browser()
      const callback = await network.signIn(await browser.authorize(account.did), account)
      assert.equal((await browser.json(callback)).handle, handle)
    })

    test('ask for the scope of the config', ({ assert }) => {
      assert.equal(setting.app.oauth.config.scope, SCOPE)
    })
  })
}

const optionalScope = ['blob:image/*']

networkContract('a fake', async () => {
  const app = await createApp({ config: { optionalScope } })
  return { app, network: await app.oauth.fake() }
})

networkContract<DevnetAccount>('a devnet', async () => {
  const devnet = await startDevnet({ tap: false, accounts: [] })
  const app = await createApp({ config: { network: networkOf(devnet), optionalScope } })
  const { close } = app
  app.close = async () => {
    await close()
    await devnet.close()
  }
  return { app, network: devnet }
})
