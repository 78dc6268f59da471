import type { ApplicationService } from '@adonisjs/core/types'
import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf, shareDevnet, type TestAppOptions } from './helpers.js'

/** A login form that no CSRF guard protects. */
async function addLoginForm(app: ApplicationService) {
  const router = await app.container.make('router')
  router.post('/form', async ({ request, response, oauth }) => {
    return response.redirect(await oauth.authorize(request.qs().input), false)
  })
}

test.group('Request origin', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = (config: TestAppOptions['config'] = {}) =>
    createApp({ setup: addLoginForm, config: { network: networkOf(devnet), ...config } })

  const post = (app: Awaited<ReturnType<typeof start>>, headers: Record<string, string>) =>
    app.browser().fetch('/form?input=alice.test', { method: 'POST', headers })

  test('refuse a form of another site: {$i}')
    .with([
      { 'sec-fetch-site': 'cross-site', 'origin': 'https://evil.example' },
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site', 'origin': 'null' },
      { origin: 'null' },
    ] as Record<string, string>[])
    .run(async ({ assert }, headers) => {
      const app = await start()

      const response = await post(app, headers)

      assert.equal(response.status, 403)
      assert.deepEqual(await response.json(), {
        errors: [
          {
            code: 'E_ATPROTO_CROSS_SITE',
            message: 'This sign-in was started on another website. Please start again here',
          },
        ],
      })
      assert.lengthOf(await app.db.from('atproto_oauth_states'), 0)
    })

  test('accept a form of this site, and of programs that send no origin', async ({ assert }) => {
    const app = await start()
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', 'origin': app.url },
      { origin: app.url },
      {},
    ] as Record<string, string>[]) {
      assert.equal((await post(app, headers)).status, 302)
    }
  })

  test('send a browser from {$self} to the address that servers redirect to')
    .with(['www.example.com', 'example.com:8443', 'localhost'])
    .run(async ({ assert }, host) => {
      const app = await start({ appUrl: 'https://example.com' })
      const headers = {
        'x-forwarded-host': host,
        'accept': 'text/html',
        'origin': `https://${host}`,
      }

      const response = await post(app, { ...headers, 'sec-fetch-site': 'same-origin' })

      assert.equal(response.status, 302)
      assert.equal(response.headers.get('location'), 'https://example.com/')
      assert.lengthOf(await app.db.from('atproto_oauth_states'), 0)
    })

  test('send an Inertia page there by its own kind of redirect', async ({ assert }) => {
    const app = await start({ appUrl: 'https://example.com' })

    const response = await post(app, {
      'accept': 'text/html',
      'x-inertia': 'true',
      'x-forwarded-host': 'www.example.com',
    })

    assert.equal(response.status, 409)
    assert.equal(response.headers.get('x-inertia-location'), 'https://example.com/')
  })

  test('sign in behind a proxy that {$self}')
    .with(['forwards the host', 'rewrites the host of a form', 'rewrites the host of a link'])
    .run(async ({ assert }, kind) => {
      const app = await start({ appUrl: 'https://example.com' })
      const headers = (
        {
          'forwards the host': { 'x-forwarded-host': 'example.com' },
          'rewrites the host of a form': {
            'x-forwarded-host': 'app',
            'origin': 'https://example.com',
          },
          'rewrites the host of a link': {
            'x-forwarded-host': 'app',
            'referer': 'https://example.com/welcome',
          },
        } as Record<string, Record<string, string>>
      )[kind]

      const response = await post(app, headers)

      assert.notInclude([400, 403], response.status, await response.text())
    })
})
