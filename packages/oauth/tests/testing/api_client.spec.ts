import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { ApiClient } from '@japa/api-client'
import { assert as assertPlugin } from '@japa/assert'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import { test } from '@japa/runner'
import { oauthApiClient } from '../../src/plugins/japa/api_client.js'
import { createApp } from '../helpers.js'
import { runPlugins } from './run_plugins.js'

/** An app whose sessions are where the test client puts them. */
async function start(
  guard: string | undefined,
  order: 'after auth' | 'before auth' | 'without auth'
) {
  const testApp = await createApp({ config: { guard }, sessionStore: 'memory' })
  const { app } = testApp
  const ours = oauthApiClient(app)
  const theirs = authApiClient(app)
  const last = {
    'after auth': [theirs, ours],
    'before auth': [ours, theirs],
    'without auth': [ours],
  }
  await runPlugins([assertPlugin(), pluginAdonisJS(app), sessionApiClient(app), ...last[order]])
  return {
    ...testApp,
    fake: await testApp.oauth.fake(),
    client: new ApiClient(testApp.url),
  }
}

test.group('API client', (group) => {
  group.each.teardown(() => {
    ApiClient.clearRequestHandlers()
    ApiClient.clearSetupHooks()
    ApiClient.clearTeardownHooks()
  })

  test('sign an account in, with the plugin registered {$self}')
    .with(['after auth', 'before auth'] as const)
    .run(async ({ assert }, order) => {
      const { client, fake } = await start('web', order)
      const account = await fake.createAccount({ handle: 'alice.test' })
      const { did, handle } = account

      const first = await client.get('/me').loginAs(account)
      assert.deepEqual(first.body().user, { did, handle })
      const second = await client.get('/me').loginAs(account)
      assert.equal(second.body().sessionId, first.body().sessionId)
      const guest = await client.get('/me')
      assert.isNull(guest.body().user)

      const written = await client.get('/write').qs({ status: '🦋' }).loginAs(account)
      assert.match(written.body().uri, new RegExp(`^at://${did}/`))
      fake.assertCalled('com.atproto.repo.createRecord', ({ body }) => body.record.status === '🦋')
    })

  test('sign an account in, in an app without a guard for accounts', async ({ assert }) => {
    const { client, fake } = await start(undefined, 'without auth')
    const account = await fake.createAccount({ handle: 'alice.test' })
    const response = await client.get('/private').loginAs(account)
    assert.deepEqual(response.body(), { did: account.did, handle: 'alice.test' })
    assert.equal((await client.get('/private').accept('json')).status(), 401)
  })

  test('leave other users to the plugin of auth', async ({ assert }) => {
    const { client, fake } = await start('web', 'after auth')
    const user = await (await fake.createAccount()).user()
    const response = await client.get('/me').loginAs(user as never)
    assert.equal(response.body().sessionId, user.sessionId)
  })
})
