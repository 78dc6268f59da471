import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import {
  captureLog,
  createApp,
  networkOf,
  SCOPE,
  shareDevnet,
  type TestAppOptions,
} from './helpers.js'

test.group('Sign in', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = (options: TestAppOptions = {}) =>
    createApp({ ...options, config: { network: networkOf(devnet), ...options.config } })

  test('sign in with a handle and write a record', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser } = await start()
    const firefox = browser()

    assert.deepEqual(await firefox.signIn(devnet, alice), {
      did: alice.did,
      handle: 'alice.test',
      state: null,
    })
    const { user } = await firefox.json('/me')
    assert.deepEqual(user, { did: alice.did, handle: 'alice.test' })

    const { uri } = await firefox.json('/write?status=🌊')
    const { value } = await alice.getRecord('xyz.statusphere.status', uri.split('/').pop())
    assert.equal((value as any).status, '🌊')
  })

  test('sign in with {$self}')
    .with(['a DID', 'a server address', 'a pasted handle'])
    .run(async ({ assert }, kind) => {
      const [, bob] = devnet.accounts
      const input = {
        'a DID': bob.did,
        'a server address': `${devnet.pds.url}/some/page`,
        'a pasted handle': ' \u202A@Bob.Test\u202C ',
      }[kind]!
      const { browser } = await start()
      const firefox = browser()

      const callback = await devnet.signIn(await firefox.authorize(input), bob)
      assert.propertyVal(await firefox.json(callback), 'did', bob.did)
    })

  test('return the state from the callback, and do not send it to the server', async ({
    assert,
  }) => {
    const [alice] = devnet.accounts
    const { browser } = await start()
    const firefox = browser()

    const url = await firefox.authorize('alice.test', { state: 'back to the fish' })
    assert.notInclude(decodeURIComponent(url), 'fish')
    const { state } = await firefox.json(await devnet.signIn(url, alice))
    assert.equal(state, 'back to the fish')
  })

  test('emit "atproto:signed_in" with the user', async ({ assert }) => {
    const [alice] = devnet.accounts
    const seen: unknown[] = []
    const { browser } = await start({
      setup: async (app) => {
        const emitter = await app.container.make('emitter')
        emitter.on('atproto:signed_in', async ({ user }) => {
          const response = await user.fetch('/xrpc/com.atproto.server.getSession')
          seen.push(user.did, response.status)
        })
      },
    })

    await browser().signIn(devnet, alice)
    await until(() => seen.length > 0)
    assert.deepEqual(seen, [alice.did, 200])
  })

  test('sign in when a listener throws', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { app, browser } = await start()
    const logged = await captureLog(app, 'error')
    const emitter = await app.container.make('emitter')
    emitter.on('atproto:signed_in', () => {
      throw new Error('The listener is broken')
    })

    assert.propertyVal(await browser().signIn(devnet, alice), 'did', alice.did)
    await until(() => logged.length > 0)
    assert.deepEqual(logged, [
      [{ err: new Error('The listener is broken') }, 'A listener of "atproto:signed_in" failed'],
    ])
  })

  test('sign in when pruning old sessions fails', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { app, browser, oauth } = await start()
    const logged = await captureLog(app, 'warn')
    const busy = new Error('The database is locked')
    oauth.config.stores.grants.prune = () => Promise.reject(busy)

    assert.propertyVal(await browser().signIn(devnet, alice), 'did', alice.did)
    assert.deepEqual(logged, [[{ err: busy }, 'Failed to prune idle sessions']])
  })

  test('refuse a callback that was used before', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)
    await firefox.json(callback)

    const replay = await firefox.fetch(callback)
    assert.equal(replay.status, 400)
    assert.deepEqual(await replay.json(), {
      errors: [
        {
          code: 'E_ATPROTO_INVALID_STATE',
          message: 'This sign-in has expired or was already used. Please try again',
        },
      ],
    })
  })

  test('accept only one of two concurrent callbacks', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser, db } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)

    const responses = await Promise.all([firefox.fetch(callback), firefox.fetch(callback)])
    assert.sameMembers(
      responses.map(({ status }) => status),
      [200, 400]
    )
    assert.lengthOf(await db.from('atproto_oauth_grants'), 1)
  })

  test('refuse a callback from another browser, and keep the sign-in of the first', async ({
    assert,
  }) => {
    const [alice] = devnet.accounts
    const { browser } = await start()
    const [mallory, victim] = [browser(), browser()]
    // A victim who has begun a sign-in of their own has a secret too, only not this one.
    await victim.authorize('bob.test')
    const callback = await devnet.signIn(await mallory.authorize('alice.test'), alice)

    const response = await victim.fetch(callback)
    assert.equal(response.status, 400)
    assert.deepEqual(await response.json(), {
      errors: [
        {
          code: 'E_ATPROTO_STATE_MISMATCH',
          message: 'This sign-in was started in another browser. Please start again in this one',
        },
      ],
    })
    assert.isNull((await victim.json('/me')).user)

    assert.propertyVal(await mallory.json(callback), 'did', alice.did)
  })

  test('refuse a callback that took longer than an hour', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser, db } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)
    await db.from('atproto_oauth_states').update({ expires_at: Date.now() - 1 })

    assert.equal((await firefox.fetch(callback)).status, 400)
    // The next sign-in sweeps it away.
    await firefox.authorize('alice.test')
    assert.lengthOf(await db.from('atproto_oauth_states'), 1)
  })

  test('refuse a callback with an unknown state', async ({ assert }) => {
    const { browser } = await start()
    for (const query of ['', '?state=', '?state=made-up&code=made-up']) {
      assert.equal((await browser().fetch(`/oauth/callback${query}`)).status, 400, query)
    }
  })

  test('throw when access was denied', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice, {
      consent: false,
    })

    const response = await firefox.fetch(callback, { headers: { accept: 'text/html' } })
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), '/')
    const flash = await firefox.json('/')
    const message = 'You did not give this app access to your account'
    assert.equal(flash.error, message)
    assert.deepEqual(flash.errorsBag, { E_ATPROTO_ACCESS_DENIED: message })
  })

  test('throw when the account does not exist, and do not cache that', async ({ assert }) => {
    const { browser } = await start()
    const firefox = browser()

    const response = await firefox.fetch('/login?input=dora.test')
    assert.equal(response.status, 422)
    assert.deepEqual(await response.json(), {
      errors: [
        {
          code: 'E_ATPROTO_ACCOUNT_NOT_FOUND',
          message:
            'No account found for "dora.test". Check the spelling and enter the full handle, like alice.example.com',
        },
      ],
    })

    const dora = await devnet.createAccount({ handle: 'dora' })
    assert.propertyVal(await firefox.signIn(devnet, dora), 'did', dora.did)
  })

  test('throw when the input is not an identifier', async ({ assert }) => {
    const { browser } = await start()
    const response = await browser().fetch('/login?input=alice')
    assert.equal(response.status, 422)
    assert.deepEqual(await response.json(), {
      errors: [
        {
          code: 'E_ATPROTO_INVALID_IDENTIFIER',
          message:
            '"alice" is not a handle like alice.example.com, a DID, or a server address like https://example.com',
        },
      ],
    })
  })

  test('throw when the server rejects the request of the app', async ({ assert }) => {
    const { browser } = await start({ config: { scope: SCOPE } })
    const response = await browser().fetch(
      '/login?input=alice.test&scope=atproto%20transition:email'
    )
    assert.equal(response.status, 502)
    const { errors } = (await response.json()) as any
    assert.match(errors[0].message, /^The server of "alice.test" rejected this app \(invalid_scope/)
  })

  test('throw when the app is opened at localhost', async ({ assert }) => {
    const { url } = await start()
    const { port } = new URL(url)
    const response = await fetch(`http://localhost:${port}/login?input=alice.test`, {
      headers: { accept: 'application/json' },
    })
    assert.deepEqual(await response.json(), {
      errors: [
        {
          code: 'E_ATPROTO_WRONG_HOST',
          message: `Open the app at ${url} instead of localhost:${port}: your server redirects to that address`,
        },
      ],
    })
  })

  test('throw when the server is down, at authorize and at the callback', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser, db } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)

    await devnet.pds.stop()
    try {
      const before = await firefox.fetch(`/login?input=${alice.did}`)
      assert.equal(before.status, 503)
      assert.deepEqual(await before.json(), {
        errors: [
          {
            code: 'E_ATPROTO_SERVER_UNREACHABLE',
            message: `The server of "${alice.did}" can't be reached. Please try again later`,
          },
        ],
      })

      const after = await firefox.fetch(callback)
      assert.equal(after.status, 503)
      assert.deepEqual(await after.json(), {
        errors: [
          {
            code: 'E_ATPROTO_SERVER_UNREACHABLE',
            message: "Your server can't be reached to complete the sign-in. Please try again later",
          },
        ],
      })
      assert.lengthOf(await db.from('atproto_oauth_grants'), 0)
    } finally {
      await devnet.pds.start()
    }
  })
})
