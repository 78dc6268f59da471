import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { ApiClient, apiClient } from '@japa/api-client'
import { assert as assertPlugin } from '@japa/assert'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import { test } from '@japa/runner'
import type { PluginFn } from '@japa/runner/types'
import { oauthApiClient } from '../../src/plugins/japa/api_client.js'
import type { OAuthFake } from '../../src/testing/main.js'
import { createApp, type TestApp } from '../helpers.js'
import { runPlugins } from './run_plugins.js'

/** What the guide shows, in an app like those of its readers. */
test.group('Guide: testing', (group) => {
  let fake: OAuthFake
  let client: ApiClient
  let testApp: TestApp

  group.each.setup(async () => {
    testApp = await createApp({ config: { guard: 'web' }, sessionStore: 'memory' })
    const { app, oauth, url } = testApp
    // #region plugins
    const plugins: PluginFn[] = [
      assertPlugin(),
      apiClient(),
      pluginAdonisJS(app),
      sessionApiClient(app),
      authApiClient(app),
      oauthApiClient(app),
    ]
    // #endregion plugins
    await runPlugins(plugins)
    client = new ApiClient(url)
    // #region fake
    fake = await oauth.fake()
    return () => fake.restore()
    // #endregion fake
  })

  group.each.teardown(() => {
    ApiClient.clearRequestHandlers()
    ApiClient.clearSetupHooks()
    ApiClient.clearTeardownHooks()
    return testApp.close()
  })

  // #region login-as
  test('post a status to the repo of the account', async ({ assert }) => {
    const alice = await fake.createAccount({ handle: 'alice.test' })

    await client.get('/write').qs({ status: '🚀' }).loginAs(alice)

    const [record] = await alice.listRecords('xyz.statusphere.status')
    assert.equal(record.value.status, '🚀')
    fake.assertCalledCount('com.atproto.repo.createRecord', 1)
  })
  // #endregion login-as

  test('show what happens at the server of an account', async ({ assert }) => {
    const alice = await fake.createAccount({ handle: 'alice.test' })
    const browser = testApp.browser()
    // #region denied
    const url = await browser.authorize(alice.handle)
    const callback = await fake.signIn(url, alice, { consent: false })
    // #endregion denied
    const [{ code }] = (await browser.json(callback)).errors
    assert.equal(code, 'E_ATPROTO_ACCESS_DENIED')
  })

  // #region down
  test('show that their server is down', async ({ assert }) => {
    const alice = await fake.createAccount()
    await fake.pds.stop()

    const response = await client.get('/write').loginAs(alice)

    assert.equal(response.body().reason, 'unreachable')
  })
  // #endregion down

  // #region respond
  test('show the profile of an account', async ({ assert }) => {
    const alice = await fake.createAccount()
    fake.respond('app.bsky.actor.getProfile', ({ params }) => ({
      did: params.actor,
      displayName: 'Alice',
    }))
    const user = await alice.user()

    const response = await user.fetch(`/xrpc/app.bsky.actor.getProfile?actor=${alice.did}`)

    assert.deepEqual(await response.json(), { did: alice.did, displayName: 'Alice' })
  })
  // #endregion respond
})
