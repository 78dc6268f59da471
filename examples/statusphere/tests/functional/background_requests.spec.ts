import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

const { APP_URL } = process.env

test.group('Background requests', (group) => {
  group.each.setup(fakeServers)

  test('use no session to refresh a page', async ({ assert }) => {
    const page = await fetch(`${APP_URL}/`)
    assert.isNotEmpty(page.headers.getSetCookie())

    const refresh = await fetch(`${APP_URL}/live/feed`)
    assert.equal(refresh.status, 200)
    assert.isEmpty(refresh.headers.getSetCookie())
  })

  test('use no session to subscribe to live updates', async ({ assert }) => {
    const abort = new AbortController()
    const url = `${APP_URL}/__transmit/events?uid=${crypto.randomUUID()}`
    const stream = await fetch(url, { signal: abort.signal })
    abort.abort()

    assert.equal(stream.headers.get('content-type'), 'text/event-stream')
    assert.isEmpty(stream.headers.getSetCookie())
  })

  test('send the live part of a page once for each version', async ({ assert }) => {
    const first = await fetch(`${APP_URL}/live/feed`)
    const etag = first.headers.get('etag')!
    assert.equal(first.headers.get('cache-control'), 'public, no-cache')

    const again = await fetch(`${APP_URL}/live/feed`, { headers: { 'if-none-match': etag } })
    assert.equal(again.status, 304)
    assert.equal(await again.text(), '')
  })

  test('send every live part under the URL that the page names', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    for (const path of ['/', `/profile/${account.handle}`]) {
      await visitor.visit(path)
      const parts = visitor.page.querySelectorAll('[data-live]')
      assert.isAtLeast(parts.length, 2)
      for (const part of parts) {
        const response = await fetch(`${APP_URL}${part.getAttribute('data-live')}`)
        assert.equal(response.status, 200)
        assert.include(await response.text(), `id="${part.id}"`)
      }
    }
  })

  test('return 400 when Transmit lacks a field: {0}')
    .with([
      ['GET', '/__transmit/events', undefined],
      ['GET', '/__transmit/events?uid[]=a', undefined],
      ['POST', '/__transmit/subscribe', '{}'],
      ['POST', '/__transmit/subscribe', '{"uid":"12345678"}'],
      ['POST', '/__transmit/subscribe', '{"uid":"12345678","channel":{}}'],
      ['POST', '/__transmit/unsubscribe', '{}'],
    ] as const)
    .run(async ({ assert }, [method, path, body]) => {
      const headers = { 'content-type': 'application/json', 'accept': 'application/json' }
      const response = await fetch(`${APP_URL}${path}`, { method, headers, body })
      assert.equal(response.status, 400)
      assert.notInclude(await response.text(), 'TypeError')
    })
})
