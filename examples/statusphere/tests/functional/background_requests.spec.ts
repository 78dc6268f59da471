import { test } from '@japa/runner'

const { APP_URL } = process.env

test.group('Background requests', () => {
  test('set no cookie when a page refreshes itself', async ({ assert }) => {
    const visit = await fetch(`${APP_URL}/`)
    assert.isNotEmpty(visit.headers.getSetCookie())

    const refresh = await fetch(`${APP_URL}/`, { headers: { 'x-live-refresh': '1' } })
    assert.equal(refresh.status, 200)
    assert.isEmpty(refresh.headers.getSetCookie())
  })

  test('set no cookie when a page subscribes to live updates', async ({ assert }) => {
    const abort = new AbortController()
    const url = `${APP_URL}/__transmit/events?uid=${crypto.randomUUID()}`
    const stream = await fetch(url, { signal: abort.signal })
    abort.abort()

    assert.equal(stream.headers.get('content-type'), 'text/event-stream')
    assert.isEmpty(stream.headers.getSetCookie())
  })
})
