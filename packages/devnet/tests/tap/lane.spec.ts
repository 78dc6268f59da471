import { test } from '@japa/runner'
import { Lane } from '../../src/tap/outbox/lane.js'
import type { OutboxEvent } from '../../src/tap/types.js'

/** `h1` is historical event 1, `L2` live event 2. */
function event(name: string): OutboxEvent {
  return { id: Number(name.slice(1)), did: 'did:plc:a', live: name.startsWith('L'), data: name }
}

function laneOf(...names: string[]): Lane {
  const lane = new Lane()
  for (const name of names) lane.add(event(name))
  return lane
}

function take(lane: Lane, now = 0): string[] {
  return lane.take(now).map(({ data }) => data)
}

test.group('Tap | lane', () => {
  test('send historical events together, and each live event alone', ({ assert }) => {
    const lane = laneOf('h1', 'h2', 'L3', 'L4', 'h5', 'h6', 'L7')

    assert.deepEqual(take(lane), ['h1', 'h2'])
    lane.ack(2)
    assert.deepEqual(take(lane), [])
    lane.ack(1)
    assert.deepEqual(take(lane), ['L3'])
    assert.deepEqual(take(lane), [])
    lane.ack(3)
    assert.deepEqual(take(lane), ['L4'])
    lane.ack(4)
    assert.deepEqual(take(lane), ['h5', 'h6'])
    lane.ack(5)
    lane.ack(6)
    assert.deepEqual(take(lane), ['L7'])
    assert.isFalse(lane.isIdle)
    lane.ack(7)
    assert.isTrue(lane.isIdle)
  })

  test('send historical events that join others in flight, unless a live event waits', ({
    assert,
  }) => {
    const lane = laneOf('h1')
    assert.deepEqual(take(lane), ['h1'])
    lane.add(event('h2'))
    assert.deepEqual(take(lane), ['h2'])
    lane.add(event('L3'))
    lane.add(event('h4'))
    assert.deepEqual(take(lane), [])
    lane.ack(1)
    assert.deepEqual(take(lane), [])
    lane.ack(2)
    assert.deepEqual(take(lane), ['L3'])
  })

  test('ignore unknown and repeated acks', ({ assert }) => {
    const lane = laneOf('h1', 'L2', 'L3')
    take(lane)
    lane.ack(1)
    assert.deepEqual(take(lane), ['L2'])

    lane.ack(1)
    lane.ack(99)

    assert.deepEqual(take(lane), [])
  })

  test('skip an event that was acked before its turn', ({ assert }) => {
    const lane = laneOf('L1', 'L2', 'L3')
    take(lane)
    lane.ack(2)
    lane.ack(1)

    assert.deepEqual(take(lane), ['L3'])
  })

  test('return an event as overdue until it is acked', ({ assert }) => {
    const lane = laneOf('h1', 'h2', 'L3')
    lane.take(1000)

    const overdue = (now: number) => lane.overdue(now, 500).map(({ data }) => data)
    assert.deepEqual(overdue(1500), [])
    assert.deepEqual(overdue(1501), ['h1', 'h2'])
    lane.ack(1)
    assert.deepEqual(overdue(9000), ['h2'])
  })

  test('keep the order of many events', ({ assert }) => {
    const lane = new Lane()
    const sent: number[] = []
    for (let id = 1; id <= 50_000; id++) lane.add(event(`L${id}`))

    for (let ready = lane.take(0); ready.length > 0; ready = lane.take(0)) {
      sent.push(ready[0]!.id)
      lane.ack(ready[0]!.id)
    }

    assert.lengthOf(sent, 50_000)
    assert.isTrue(sent.every((id, index) => id === index + 1))
  })
})
