import { setImmediate } from 'node:timers/promises'
import { test } from '@japa/runner'
import { AckQueue } from '../../src/channel/ack_queue.js'
import type { Connection } from '../../src/channel/connection.js'

function setup() {
  const writes: string[][] = []
  const connection = { isOpen: true, send: (texts: string[]) => writes.push(texts) }
  return { writes, acks: new AckQueue(connection as unknown as Connection) }
}

const ack = (id: number) => `{"type":"ack","id":${id}}`

test.group('Ack queue', () => {
  test('hold few acks at a time within a busy turn of the event loop', async ({ assert }) => {
    const { acks, writes } = setup()
    for (let id = 0; id < 5_000; id++) acks.add(String(id))
    assert.isAtLeast(writes.length, 10)
    await setImmediate()
    assert.deepEqual(
      writes.flat(),
      Array.from({ length: 5_000 }, (_, id) => ack(id))
    )
    assert.isAtMost(Math.max(...writes.map(({ length }) => length)), 300)
  })

  test('write nothing while acks are held, and then everything at once', async ({ assert }) => {
    const { acks, writes } = setup()
    acks.add('0')
    acks.hold()
    for (let id = 1; id < 200; id++) acks.add(String(id))
    acks.flush()
    assert.lengthOf(writes, 1)
    assert.lengthOf(writes[0]!, 200)
  })
})
