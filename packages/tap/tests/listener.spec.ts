import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { MemoryDeadLetterStore } from '../src/dead_letters/memory.js'
import { IndexerRegistry } from '../src/indexers/registry.js'
import type { TapConfig, TapEvent } from '../src/types.js'
import {
  frame,
  identityEvent,
  recordEvent,
  startChannelServer,
  startListener,
  STATUS,
} from './helpers.js'

/**
 * A listener on a channel under the test's control, which keeps dead letters in memory.
 */
async function setup(
  handle: (event: TapEvent) => void | Promise<void> = () => {},
  values: Partial<TapConfig> = {}
) {
  const server = await startChannelServer()
  const deadLetters = new MemoryDeadLetterStore()
  const start = async (bind: (registry: IndexerRegistry) => unknown) => {
    const registry = new IndexerRegistry()
    bind(registry)
    return startListener(registry, { url: server.url, deadLetters, ...values })
  }
  const seen: TapEvent[] = []
  const { listener, lines } = await start((registry) =>
    registry.index(STATUS, async (event: TapEvent) => {
      await handle(event)
      seen.push(event)
    })
  )
  const letters = () => deadLetters.read({}, { limit: 1000, maxBytes: 1e9 })
  return { server, listener, lines, seen, letters, start, socket: await server.connection() }
}

/** A frame whose record is so many maps deep, as text: writing it would need a stack as deep. */
function deepFrame(depth: number) {
  const record = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  return frame(9, recordEvent({ record: { a: 0 } })).replace('{"a":0}', record)
}

test.group('Listener | frames', () => {
  test('park {what} and ack it')
    .with([
      { what: 'cut-off JSON', text: '{"id":9,"type":"record","record":{"did":' },
      { what: 'an unknown type', text: '{"id":9,"type":"weather","weather":{}}' },
      { what: 'a float', text: frame(9, recordEvent({ record: { size: 1.5 } })) },
      { what: 'a number over 2^53', text: frame(9, recordEvent({ record: { size: 2 ** 54 } })) },
      {
        what: 'a __proto__ key',
        text: frame(9, recordEvent({ record: { here: 1 } })).replace('"here"', '"__proto__"'),
      },
      {
        what: 'a malformed CID',
        text: frame(9, recordEvent({ record: { at: { $link: 'bafy' } } })),
      },
      {
        what: 'a malformed blob',
        text: frame(9, recordEvent({ record: { image: { $type: 'blob', ref: 1 } } })),
      },
      { what: 'a malformed DID', text: frame(9, recordEvent({ did: 'alice.test' })) },
      { what: 'an unknown status', text: frame(9, identityEvent({ status: 'asleep' })) },
    ])
    .run(async ({ assert }, { text }) => {
      const { server, socket, letters, seen } = await setup()
      socket.send(text)
      socket.send(frame(10))
      await until(() => server.acks.length === 2)
      assert.sameMembers(server.acks, ['9', '10'])
      assert.lengthOf(seen, 1)
      const [letter] = await letters()
      assert.deepInclude(letter, { reason: 'unreadable', frame: text, attempts: 0 })
    })

  test('park {what} as oversize and ack it')
    .with([
      { what: 'a depth of 65', text: deepFrame(65) },
      { what: 'a depth of 5,500', text: deepFrame(5500) },
      {
        what: '1 MiB of empty maps',
        text: frame(9, recordEvent({ record: { maps: Array.from({ length: 2 ** 20 }, Object) } })),
      },
      {
        what: 'more than 7 MiB',
        text: frame(9, recordEvent({ record: { text: 'x'.repeat(7 * 2 ** 20) } })),
      },
    ])
    .run(async ({ assert }, { text }) => {
      const { server, socket, letters, seen } = await setup()
      socket.send(text)
      socket.send(frame(10))
      await until(() => server.acks.length === 2)
      assert.lengthOf(seen, 1)
      const [letter] = await letters()
      assert.deepInclude(letter, { reason: 'oversize', bytes: text.length })
    })

  test('park a frame of 101 MiB without keeping it', async ({ assert }) => {
    const { server, socket, letters, lines } = await setup()
    const head = frame(9).slice(0, -2)
    socket.send(Buffer.concat([Buffer.from(head), Buffer.alloc(101 * 2 ** 20, ' ')]))
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['9'])
    const [letter] = await letters()
    assert.deepInclude(letter, { reason: 'oversize', frame: null })
    assert.isAbove(letter!.bytes, 101 * 2 ** 20)
    assert.isFalse(lines.some(({ msg }) => msg.includes('no connection')))
  }).timeout(60_000)

  test('handle a depth of 64, which is the limit', async ({ assert }) => {
    const { server, socket, seen } = await setup()
    socket.send(deepFrame(64))
    await until(() => server.acks.length === 1)
    assert.lengthOf(seen, 1)
  })

  test('ack an id with the digits of the frame', async ({ assert }) => {
    const { server, socket } = await setup()
    socket.send(frame('18446744073709551615', recordEvent({ did: 'nobody' })))
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['18446744073709551615'])
  })
})

test.group('Listener | repeated events', () => {
  test('ack what is known to be done on the next connection without running it', async ({
    assert,
  }) => {
    const { server, socket, seen, listener } = await setup()
    socket.send(frame(1))
    await until(() => server.acks.length === 1)
    socket.terminate()

    const next = await server.connection(2)
    next.send(frame(1))
    await until(() => server.acks.length === 2)
    assert.lengthOf(seen, 1)
    assert.equal(listener.status().totals.repeated, 1)
  })
})

test.group('Listener | unbound collections', () => {
  const other = (rkey: string) => recordEvent({ collection: 'a.b.c', rkey })

  test('keep events for a version that binds their collection, and handle those first', async ({
    assert,
  }) => {
    const { server, socket, letters, start, listener } = await setup()
    socket.send(frame(1, other('first')))
    socket.send(frame(2, other('second')))
    await until(() => server.acks.length === 2)
    assert.deepEqual(
      (await letters()).map(({ reason, rkey }) => [reason, rkey]),
      [
        ['unbound', 'first'],
        ['unbound', 'second'],
      ]
    )
    await listener.stop()

    const seen: any[] = []
    await start((registry) => registry.index('a.b.c', async (event: any) => void seen.push(event)))
    assert.deepEqual(
      seen.map(({ rkey }) => rkey),
      ['first', 'second']
    )
    assert.isEmpty(await letters())
  })

  test('keep identity events without an indexer', async ({ assert }) => {
    const { server, socket, letters } = await setup()
    socket.send(frame(1, identityEvent({ status: 'takendown', isActive: false })))
    await until(() => server.acks.length === 1)
    assert.deepInclude((await letters())[0], { reason: 'unbound', kind: 'identity' })
  })

  test('drop events over the limit of {limit}, with one warning')
    .with([
      { limit: 'count', values: { count: 2 } },
      { limit: 'bytes', values: { bytes: 2 * Buffer.byteLength(frame(1, other('r1'))) } },
    ])
    .run(async ({ assert }, { values }) => {
      const { server, socket, letters, lines } = await setup(undefined, { unbound: values })
      for (let id = 1; id <= 4; id++) socket.send(frame(id, other(`r${id}`)))
      await until(() => server.acks.length === 4)
      assert.lengthOf(await letters(), 2)
      assert.lengthOf(
        lines.filter(({ msg }) =>
          msg.startsWith('tap: events of a.b.c are acknowledged and dropped')
        ),
        1
      )
    })

  test('start the source although every parked event fails, as in an outage', async () => {
    const { server, socket, start, listener } = await setup()
    for (let id = 1; id <= 6; id++) {
      socket.send(frame(id, { ...other('first'), did: `did:web:${id}.test` } as TapEvent))
    }
    await until(() => server.acks.length === 6)
    await listener.stop()

    const seen: TapEvent[] = []
    await start((registry) => {
      registry.index('a.b.c', async (_event: any) => {
        throw new Error('A bug')
      })
      registry.index(STATUS, async (event: any) => void seen.push(event))
    })
    const next = await server.connection(2)
    next.send(frame(7))
    await until(() => seen.length === 1)
  })

  test('leave a parked event parked when its new indexer fails', async ({ assert }) => {
    const { server, socket, letters, start, listener } = await setup(undefined, { attempts: 1 })
    socket.send(frame(1, other('first')))
    await until(() => server.acks.length === 1)
    await listener.stop()
    await start((registry) =>
      registry.index('a.b.c', async (_event: any) => {
        throw new Error('Poison')
      })
    )
    assert.deepInclude((await letters())[0], { reason: 'failed', rkey: 'first' })
  })
})

test.group('Listener | dispatch and status', () => {
  test('handle a dispatched event as the server sent it', async ({ assert }) => {
    const { listener, seen } = await setup()
    assert.equal(await listener.dispatch(recordEvent()), 'done')
    assert.lengthOf(seen, 1)
    assert.equal(await listener.dispatch(recordEvent({ collection: 'a.b.c' })), 'parked')
  })

  test('throw when the listener was stopped', async ({ assert }) => {
    const { listener } = await setup()
    await listener.stop()
    await assert.rejects(() => listener.dispatch(recordEvent()), /was stopped before/)
    assert.equal(listener.status().state, 'stopped')
  })

  test('give a handler a signal that aborts after handlerTimeout', async ({ assert }) => {
    const { listener, letters } = await setup(
      (event) =>
        new Promise((_, reject) => {
          event.signal!.addEventListener('abort', () => reject(event.signal!.reason))
        }),
      { handlerTimeout: 20, attempts: 1 }
    )
    assert.equal(await listener.dispatch(recordEvent()), 'parked')
    assert.deepInclude((await letters())[0], { reason: 'timed-out' })
    await until(() => listener.status().pending.abandoned === 0)
  })

  test('return its status', async ({ assert }) => {
    const { listener } = await setup()
    await until(() => listener.status().isConnected)
    await listener.dispatch(recordEvent())
    assert.deepInclude(listener.status(), { state: 'listening', isPaused: false })
    assert.deepInclude(listener.status().totals, { received: 1, done: 1, parked: 0 })
    assert.deepInclude(listener.status().pending, { count: 0, bytes: 0, repos: 0, running: 0 })
  })

  test('take events from the source of the config instead of the channel', async ({ assert }) => {
    const acks: string[] = []
    const source = () => ({
      redelivers: false,
      start: (deliver: any) =>
        deliver({ id: '1', event: recordEvent(), weight: 1, ack: (as: string) => acks.push(as) }),
      pause() {},
      resume() {},
      async stop() {},
    })
    const { start } = await setup()
    const registry = await start(() => {}).catch((error) => error)
    assert.equal(registry.code, 'E_TAP_NO_INDEXERS')
    const server = await startChannelServer()
    const own = new IndexerRegistry()
    own.index(STATUS, async (_event: any) => {})
    const { listener } = await startListener(own, { url: server.url, source })
    await until(() => acks.length === 1)
    assert.deepEqual(acks, ['done'])
    assert.isEmpty(server.sockets)
    await listener.stop()
  })
})
