import { test } from '@japa/runner'
import { createApp } from './helpers.js'

test.group('Routes', () => {
  test('serve {$self} to every origin, for caches, and without a cookie')
    .with(['client-metadata.json', 'jwks.json'])
    .run(async ({ assert }, name) => {
      const { browser } = await createApp()
      const visitor = browser()
      await visitor.fetch('/me')
      assert.isNotEmpty(visitor.cookies)

      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await visitor.fetch(`/oauth/${name}`, { method })

        assert.equal(status, 200)
        assert.match(headers.get('content-type')!, /^application\/json\b/)
        assert.equal(headers.get('cache-control'), 'public, max-age=600')
        assert.equal(headers.get('access-control-allow-origin'), '*')
        assert.isEmpty(headers.getSetCookie())
      }
    })

  test('serve the documents themselves', async ({ assert }) => {
    const { browser, oauth } = await createApp()

    assert.deepEqual(await browser().json('/oauth/client-metadata.json'), oauth.clientMetadata)
    assert.deepEqual(await browser().json('/oauth/jwks.json'), { keys: [] })
  })
})
