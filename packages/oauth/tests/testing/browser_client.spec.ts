import { authBrowserClient } from '@adonisjs/auth/plugins/browser_client'
import { sessionBrowserClient } from '@adonisjs/session/plugins/browser_client'
import { decorateBrowser, decoratorsCollection } from '@japa/browser-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import { test } from '@japa/runner'
import { findChromium } from '@tests/support/chromium'
import { skipGroup } from '@tests/support/skip_group'
import { type Browser, type BrowserContext, chromium } from 'playwright'
import { oauthBrowserClient } from '../../src/plugins/japa/browser_client.js'
import type { FakeAccount } from '../../src/testing/main.js'
import { createApp } from '../helpers.js'
import { runPlugins } from './run_plugins.js'

/** What a page of the app says about who visits it. */
async function whoIs(context: BrowserContext, url: string) {
  const page = await context.newPage()
  await page.goto(url)
  return JSON.parse(await page.innerText('body'))
}

test.group('Browser client', (group) => {
  let browser: Browser
  skipGroup(group, findChromium() ? undefined : 'No Chromium was found')

  group.setup(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
    return () => browser.close()
  })

  /** A context of the browser, with the decorators that the plugins register. */
  async function start(guard: string | undefined, plugins: 'ours' | 'ours and auth') {
    const testApp = await createApp({ config: { guard }, sessionStore: 'memory' })
    const { app } = testApp
    const auth = plugins === 'ours' ? [] : [authBrowserClient(app)]
    const { newContext, newPage } = browser
    const { length } = decoratorsCollection.toList()
    const base = pluginAdonisJS(app, { baseURL: 'http://127.0.0.1' })
    await runPlugins([base, sessionBrowserClient(app), ...auth, oauthBrowserClient(app)])
    decorateBrowser(browser, decoratorsCollection.toList().slice(length))
    const context = await browser.newContext({ baseURL: testApp.url })
    // The browser and the collection are shared, and each app decorates anew.
    Object.assign(browser, { newContext, newPage })
    return { ...testApp, context, fake: await testApp.oauth.fake() }
  }

  test('sign an account in, in an app {title}')
    .with([
      { title: 'with a guard for accounts', guard: 'web', path: '/me' },
      { title: 'without one', guard: undefined, path: '/private' },
    ])
    .run(async ({ assert }, { guard, path }) => {
      const { context, fake, url } = await start(guard, 'ours')
      const account: FakeAccount = await fake.createAccount({ handle: 'alice.test' })
      await context.loginAs(account)

      const body = await whoIs(context, url + path)
      assert.deepEqual(body.user ?? body, { did: account.did, handle: 'alice.test' })
      await context.close()
    })

  test('leave other users to the plugin of auth, and name it where it is missing', async ({
    assert,
  }) => {
    const both = await start('web', 'ours and auth')
    const user = await (await both.fake.createAccount()).user()
    await both.context.loginAs(user as never)
    assert.equal((await whoIs(both.context, `${both.url}/me`)).sessionId, user.sessionId)
    await both.context.close()

    const ours = await start('web', 'ours')
    await assert.rejects(
      () => ours.context.loginAs(user as never),
      /Register authBrowserClient before it for other users/
    )
    await ours.context.close()
  })
})
