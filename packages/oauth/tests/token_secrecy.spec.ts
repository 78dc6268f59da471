import { inspect } from 'node:util'
import type { NodeSavedSession } from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { Vault } from '../src/vault.js'
import { createApp, expireAccessToken, networkOf, rowOf, shareDevnet } from './helpers.js'

test.group('Token secrecy', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  async function signIn() {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const browser = app.browser()
    await browser.signIn(devnet, devnet.accounts[0])
    const { sessionId } = await browser.json('/me')
    const row = await rowOf(app, sessionId)
    const vault = new Vault(await app.app.container.make('encryption'))
    const { tokenSet } = vault.open<NodeSavedSession>('grant', row.id, row.tokens)!
    return { app, sessionId, user: (await app.oauth.find(sessionId))!, tokenSet }
  }

  test('refuse to send tokens to the path {$self}')
    .with(['https://example.com/', '//example.com/', '/\\example.com/', '/\t/example.com/'])
    .run(async ({ assert }, path) => {
      const { user } = await signIn()
      await assert.rejects(
        () => user.fetch(path),
        `Invalid path ${JSON.stringify(path)}: start with one "/" and URL-encode user input`
      )
    })

  test('print no secret of a sign-in in its error', async ({ assert }) => {
    const seen: unknown[] = []
    const app = await createApp({
      config: { network: networkOf(devnet) },
      setup: async ({ container }) => {
        const logger = await container.make('logger')
        for (const level of ['info', 'warn', 'error'] as const) {
          logger[level] = (...args: any[]) => void seen.push(args)
        }
      },
    })
    const browser = app.browser()
    const begin = async () =>
      devnet.signIn(await browser.authorize('alice.test'), devnet.accounts[0])
    const callbacks = [await begin(), await begin()]
    const secrets = callbacks.map(({ searchParams }) => searchParams.get('code')!)
    const failures = [
      devnet.faults.respond(500, {}, { on: 'token' }),
      devnet.faults.refuseClient('invalid_grant', { on: 'token' }),
    ]
    const finish = app.oauth.finishSignIn.bind(app.oauth)
    app.oauth.finishSignIn = (...args) =>
      finish(...args).catch((error) => {
        seen.push(error)
        throw error
      })

    for (const [index, failure] of failures.toReversed().entries()) {
      const response = await browser.fetch(callbacks[index]!)
      assert.isAtLeast(response.status, 500)
      await failure.restore()
    }

    const text = inspect(seen, { depth: 20, showHidden: true })
    assert.match(text, /E_ATPROTO_CALLBACK_FAILED/)
    for (const secret of secrets) assert.notInclude(text, secret)
    assert.notMatch(text, /code_verifier|client_assertion|dpop: 'eyJ|eyJ[\w-]+\.eyJ/i)
  })

  test('print no token in an error when {$self}')
    .with(['a request fails', 'a refresh fails'])
    .run(async ({ assert }, failure) => {
      const { app, sessionId, user, tokenSet } = await signIn()
      if (failure === 'a refresh fails') await expireAccessToken(app, sessionId)
      await user.fetch('/xrpc/_health').catch(() => {})
      if (failure === 'a refresh fails') await expireAccessToken(app, sessionId)

      await devnet.pds.stop()
      try {
        const error = await user.fetch('/xrpc/com.atproto.server.getSession').catch((e) => e)
        assert.equal(error.reason, 'unreachable')
        const text = inspect(error, { depth: 20, showHidden: true })
        assert.notInclude(text, tokenSet.access_token)
        assert.notInclude(text, tokenSet.refresh_token!)
      } finally {
        await devnet.pds.start()
      }
    })
})
