import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { Pipeline, type PipelineHooks } from '../../src/pipeline/pipeline.js'
import type { TapEvent } from '../../src/types.js'
import { ALICE, BOB, config, deferred, delivery, identityEvent, recordEvent } from '../helpers.js'

/**
 * A pipeline whose handlers end when the test says so, by rkey.
 */
function setup(options: Partial<ReturnType<typeof config>> = {}, hooks: PipelineHooks = {}) {
  const begun: string[] = []
  const open = new Map<string, ReturnType<typeof deferred<void>>>()
  const pipeline = new Pipeline(
    (event) => {
      const name = nameOf(event)
      begun.push(name)
      open.set(name, deferred())
      return open.get(name)!.promise
    },
    { ...config(), ...options },
    hooks
  )
  const push = (values: Record<string, unknown>, id?: string) => {
    const taken = delivery(recordEvent(values), id)
    pipeline.push(taken)
    return taken
  }
  const end = async (...names: string[]) => {
    for (const name of names) open.get(name)!.resolve()
    await turn()
  }
  const fail = async (name: string) => {
    open.get(name)!.reject(new Error('The database is away'))
    await turn()
  }
  return { pipeline, push, begun, end, fail }
}

function nameOf(event: TapEvent) {
  return event.type === 'identity' ? event.handle : event.rkey
}

function turn() {
  return new Promise((resolve) => setImmediate(resolve))
}

test.group('Pipeline | order', () => {
  test('handle live events of one repo one after the other', async ({ assert }) => {
    const { push, begun, end } = setup()
    push({ rkey: 'a' })
    push({ rkey: 'b' })
    push({ rkey: 'c' })
    assert.deepEqual(begun, ['a'])

    await end('a')
    assert.deepEqual(begun, ['a', 'b'])
    await end('b')
    assert.deepEqual(begun, ['a', 'b', 'c'])
  })

  test('handle live events of several repos at the same time', ({ assert }) => {
    const { push, begun } = setup()
    push({ did: ALICE, rkey: 'a' })
    push({ did: BOB, rkey: 'b' })
    assert.deepEqual(begun, ['a', 'b'])
  })

  test('handle historical events of one repo together, up to the bound', async ({ assert }) => {
    const { push, begun, end } = setup({ concurrencyPerRepo: 2 })
    for (const rkey of ['a', 'b', 'c']) push({ rkey, live: false })
    assert.deepEqual(begun, ['a', 'b'])

    await end('b')
    assert.deepEqual(begun, ['a', 'b', 'c'])
  })

  test('let a live event wait for the historical ones before it, and those after it wait too', async ({
    assert,
  }) => {
    const { push, begun, end } = setup()
    push({ rkey: 'a', live: false })
    push({ rkey: 'b', live: false })
    push({ rkey: 'live' })
    push({ rkey: 'c', live: false })
    assert.deepEqual(begun, ['a', 'b'])

    await end('a')
    assert.deepEqual(begun, ['a', 'b'])
    await end('b')
    assert.deepEqual(begun, ['a', 'b', 'live'])
    await end('live')
    assert.deepEqual(begun, ['a', 'b', 'live', 'c'])
  })

  test('handle historical events together again after a live one', async ({ assert }) => {
    const { push, begun, end } = setup()
    push({ rkey: 'live' })
    for (const rkey of ['a', 'b', 'c']) push({ rkey, live: false })
    await end('live')
    assert.deepEqual(begun, ['live', 'a', 'b', 'c'])
  })

  test('keep the order of identity events, which carry no rev', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup()
    pipeline.push(delivery(identityEvent({ handle: 'old.test' })))
    pipeline.push(delivery(identityEvent({ handle: 'new.test' })))
    push({ rkey: 'a', live: false })
    assert.deepEqual(begun, ['old.test'])

    await end('old.test')
    await end('new.test')
    assert.deepEqual(begun, ['old.test', 'new.test', 'a'])
  })
})

test.group('Pipeline | bounds', () => {
  test('run no more handlers than the bound', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup({ concurrency: 2 })
    for (const name of ['a', 'b', 'c', 'd']) push({ did: `did:web:${name}.test`, rkey: name })
    assert.deepEqual(begun, ['a', 'b'])
    assert.equal(pipeline.running, 2)

    await end('a', 'b')
    assert.deepEqual(begun, ['a', 'b', 'c', 'd'])
    assert.equal(pipeline.running, 2)
  })

  test('let repos take turns, so that a great back-fill does not stop the others', async ({
    assert,
  }) => {
    const { push, begun, end } = setup({ concurrency: 1 })
    for (const rkey of ['a1', 'a2', 'a3']) push({ did: ALICE, rkey, live: false })
    push({ did: BOB, rkey: 'b1' })

    await end('a1')
    await end('a2')
    assert.include(begun, 'b1')
    assert.notInclude(begun, 'a3')
  })

  test('ask the source to hold on when it is full, and to go on when there is room', async ({
    assert,
  }) => {
    const asked: string[] = []
    const hooks = { onFull: () => asked.push('full'), onRoom: () => asked.push('room') }
    const { pipeline, push, end } = setup({ capacity: 4 }, hooks)
    for (const rkey of ['a', 'b', 'c']) push({ rkey })
    assert.deepEqual(asked, [])
    push({ rkey: 'd' })
    push({ rkey: 'e' })
    assert.deepEqual(asked, ['full'])

    await end('a')
    assert.equal(pipeline.size, 4)
    assert.deepEqual(asked, ['full'])
    await end('b')
    assert.equal(pipeline.size, 3)
    assert.deepEqual(asked, ['full', 'room'])
  })

  test('give up what waits behind a failing repo rather than hold on', async ({ assert }) => {
    const asked: string[] = []
    const { pipeline, push, fail, end, begun } = setup(
      { capacity: 5, concurrencyPerRepo: 1, retry: { minDelay: 60_000, maxDelay: 60_000 } },
      { onFull: () => asked.push('full') }
    )
    const given = ['a1', 'a2', 'a3', 'a4'].map((rkey) => push({ did: ALICE, rkey, live: false }))
    await fail('a1')
    push({ did: BOB, rkey: 'b1' })

    assert.deepEqual(asked, [])
    assert.equal(pipeline.size, 2)
    assert.deepEqual(begun, ['a1', 'b1'])
    await end('b1')
    assert.deepEqual(
      given.map(({ acks }) => acks),
      [0, 0, 0, 0]
    )
    await pipeline.drain(0)
  })

  test('forget a repo once all of its events are handled', async ({ assert }) => {
    const { pipeline, push, end } = setup()
    push({ rkey: 'a' })
    await end('a')
    assert.equal(pipeline.size, 0)
    assert.equal(pipeline.running, 0)
  })
})

test.group('Pipeline | acks', () => {
  test('ack once the handler has resolved, not before', async ({ assert }) => {
    const { push, end } = setup()
    const taken = push({ rkey: 'a' })
    await turn()
    assert.equal(taken.acks, 0)
    await end('a')
    assert.equal(taken.acks, 1)
  })

  test('answer an event that is sent again while it is handled with the same run, on its later way', async ({
    assert,
  }) => {
    const { push, begun, end } = setup()
    const first = push({ rkey: 'a' }, '7')
    const second = push({ rkey: 'a' }, '7')
    await end('a')
    assert.deepEqual(begun, ['a'])
    assert.deepEqual([first.acks, second.acks], [0, 1])
  })

  test('take another event of the same id for another event', async ({ assert }) => {
    const { push, begun, end } = setup()
    const before = push({ rkey: 'a', did: ALICE }, '1')
    const after = push({ rkey: 'b', did: BOB }, '1')
    await end('a', 'b')
    assert.deepEqual(begun, ['a', 'b'])
    assert.deepEqual([before.acks, after.acks], [1, 1])
  })

  test('handle an event again that comes again after its ack', async ({ assert }) => {
    const { push, begun, end } = setup()
    push({ rkey: 'a' }, '7')
    await end('a')
    const again = push({ rkey: 'a' }, '7')
    await end('a')
    assert.deepEqual(begun, ['a', 'a'])
    assert.equal(again.acks, 1)
  })
})

test.group('Pipeline | failures', () => {
  test('try again what threw, and ack it when it succeeds', async ({ assert }) => {
    const failures: unknown[][] = []
    const recoveries: number[] = []
    const { push, begun, fail, end } = setup(
      {},
      {
        onFailure: (_, error, count, delay) =>
          failures.push([(error as Error).message, count, delay]),
        onRecovery: (_, count) => recoveries.push(count),
      }
    )
    const taken = push({ rkey: 'a' })
    await fail('a')
    await until(() => begun.length === 2)
    await fail('a')
    await until(() => begun.length === 3)
    assert.equal(taken.acks, 0)

    await end('a')
    assert.equal(taken.acks, 1)
    assert.deepEqual(recoveries, [2])
    assert.deepEqual(
      failures.map(([message, count]) => [message, count]),
      [
        ['The database is away', 1],
        ['The database is away', 2],
      ]
    )
    assert.isBelow(failures[0]![2] as number, 11)
    assert.isBelow(failures[1]![2] as number, 21)
  })

  test('let the repo of a failed live event wait, and the others go on', async ({ assert }) => {
    const { pipeline, push, begun, fail, end } = setup({
      concurrency: 1,
      retry: { minDelay: 60_000, maxDelay: 60_000 },
    })
    push({ did: ALICE, rkey: 'a1' })
    push({ did: ALICE, rkey: 'a2' })
    push({ did: BOB, rkey: 'b1' })
    push({ did: BOB, rkey: 'b2' })
    await fail('a1')
    await end('b1')
    await end('b2')
    assert.deepEqual(begun, ['a1', 'b1', 'b2'])
    assert.equal(pipeline.size, 2)
    await pipeline.drain(0)
  })

  test('let other historical events of the repo pass one that fails, but no live one', async ({
    assert,
  }) => {
    const { pipeline, push, begun, fail, end } = setup({
      concurrencyPerRepo: 2,
      retry: { minDelay: 60_000, maxDelay: 60_000 },
    })
    push({ rkey: 'bad', live: false })
    push({ rkey: 'a', live: false })
    push({ rkey: 'b', live: false })
    push({ rkey: 'live' })
    await fail('bad')
    await end('a')
    await end('b')
    assert.deepEqual(begun, ['bad', 'a', 'b'])
    await pipeline.drain(0)
  })

  test('treat a handler that throws at once as one that rejects', async ({ assert }) => {
    const failures: unknown[] = []
    const pipeline = new Pipeline(
      () => {
        throw new Error('No luck')
      },
      { ...config(), retry: { minDelay: 60_000, maxDelay: 60_000 } },
      { onFailure: (_, error) => failures.push((error as Error).message) }
    )
    pipeline.push(delivery(recordEvent()))
    await turn()
    assert.deepEqual(failures, ['No luck'])
    await pipeline.drain(0)
  })
})

test.group('Pipeline | slow handlers', () => {
  test('tell once of a handler that does not end, and of none that does', async ({ assert }) => {
    const slow: string[] = []
    const { push, end } = setup({ slowAfter: 20 } as object, {
      onSlow: (event) => slow.push(nameOf(event)),
    })
    push({ did: ALICE, rkey: 'slow' })
    push({ did: BOB, rkey: 'fast' })
    await end('fast')
    await until(() => slow.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.deepEqual(slow, ['slow'])
  })
})

test.group('Pipeline | drain', () => {
  test('wait for running handlers and ack them, begin no others', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup()
    const running = push({ rkey: 'a' })
    const waiting = push({ rkey: 'b' })
    const drained = pipeline.drain(60_000)
    const late = push({ did: BOB, rkey: 'c' })

    await end('a')
    assert.equal(await drained, 0)
    assert.deepEqual(begun, ['a'])
    assert.deepEqual([running.acks, waiting.acks, late.acks], [1, 0, 0])
  })

  test('wait no longer than it may', async ({ assert }) => {
    const { pipeline, push } = setup()
    const running = push({ rkey: 'a' })
    assert.equal(await pipeline.drain(5), 1)
    assert.equal(running.acks, 0)
  })

  test('try nothing again once it is drained, and leave no timer behind', async ({ assert }) => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const { pipeline, push, begun, fail } = setup({ retry: { minDelay: 5, maxDelay: 5 } })
    push({ did: ALICE, rkey: 'a' })
    push({ did: BOB, rkey: 'b' })
    await fail('a')
    assert.equal(timers(), before + 1)
    const drained = pipeline.drain(60_000)
    await fail('b')
    assert.equal(await drained, 0)
    assert.equal(timers(), before)
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(begun, ['a', 'b'])
  })

  test('end at once when nothing runs', async ({ assert }) => {
    const { pipeline } = setup()
    assert.equal(await pipeline.drain(60_000), 0)
  })
})
