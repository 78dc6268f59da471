import { test } from '@japa/runner'
import { createClock } from '@sinonjs/fake-timers'
import FeedAnnouncements, { type Announcement } from '#services/feed_announcements'

test.group('Feed announcements', () => {
  function setUp() {
    const sent: Announcement[] = []
    const clock = createClock()
    return {
      sent,
      clock,
      announcements: new FeedAnnouncements((it) => sent.push(it), clock as never),
    }
  }

  test('announce the first change at once', ({ assert }) => {
    const { sent, announcements } = setUp()
    announcements.add(['did:plc:a'])
    assert.deepEqual(sent, [{ dids: ['did:plc:a'] }])
  })

  test('announce later changes together, at the end of the window', ({ assert }) => {
    const { sent, clock, announcements } = setUp()
    for (const did of ['did:plc:a', 'did:plc:b', 'did:plc:c', 'did:plc:b']) announcements.add([did])
    assert.lengthOf(sent, 1)

    clock.tick(500)
    assert.deepEqual(sent[1], { dids: ['did:plc:b', 'did:plc:c'] })
    clock.tick(5_000)
    assert.lengthOf(sent, 2)
  })

  test('announce two times a second while changes never stop', ({ assert }) => {
    const { sent, clock, announcements } = setUp()
    for (let change = 0; change < 200; change++) {
      announcements.add([`did:plc:${change}`])
      clock.tick(20)
    }
    assert.lengthOf(sent, 9)
  })

  test('name no account when too many have changed', ({ assert }) => {
    const { sent, announcements } = setUp()
    announcements.add(Array.from({ length: 51 }, (_, index) => `did:plc:${index}`))
    assert.deepEqual(sent, [{}])
  })
})
