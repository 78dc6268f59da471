import { test } from '@japa/runner'
import FragmentCache from '#services/fragment_cache'

test.group('Fragment cache', () => {
  function setUp() {
    const clock = { now: 0 }
    const cache = new FragmentCache(() => clock.now)
    let renderings = 0
    const get = (key: string) => cache.get(key, async () => `${key} ${++renderings}`)
    return { clock, cache, get, renderings: () => renderings }
  }

  test('render once for concurrent requests', async ({ assert }) => {
    const { get, renderings } = setUp()
    const fragments = await Promise.all(Array.from({ length: 300 }, () => get('feed 1')))
    assert.equal(renderings(), 1)
    assert.lengthOf([...new Set(fragments)], 1)
  })

  test('render again before an open page asks again', async ({ assert }) => {
    const { clock, get } = setUp()
    const first = await get('feed 1')
    clock.now = 249
    assert.equal(await get('feed 1'), first)
    clock.now = 250
    const second = await get('feed 1')
    assert.equal(second.html, 'feed 1 2')
    assert.notEqual(second.etag, first.etag)
  })

  test('send the same tag for the same text', async ({ assert }) => {
    const { clock, cache } = setUp()
    const { etag } = await cache.get('feed 1', async () => 'text')
    clock.now = 1_000
    assert.equal((await cache.get('feed 1', async () => 'text')).etag, etag)
  })

  test('do not cache a failure', async ({ assert }) => {
    const { cache, get } = setUp()
    const failing = () => cache.get('feed 1', () => Promise.reject(new Error('down')))
    await assert.rejects(failing, 'down')
    assert.equal((await get('feed 1')).html, 'feed 1 1')
  })

  test('evict the oldest entries', async ({ assert }) => {
    const { get, renderings } = setUp()
    for (let page = 1; page <= 201; page++) await get(`feed ${page}`)
    await get('feed 201')
    assert.equal(renderings(), 201)
    await get('feed 1')
    assert.equal(renderings(), 202)
  })
})
