import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { type DiagnosticMessages, Diagnostics, subscribe } from '../../src/diagnostics.js'
import type { Result } from '../../src/pipeline/outcome.js'
import { Pipeline } from '../../src/pipeline/pipeline.js'
import type { Step } from '../../src/pipeline/step.js'
import type { ResolvedTapConfig, TapEvent } from '../../src/types.js'
import {
  ALICE,
  BOB,
  cleanup,
  config,
  deferred,
  delivery,
  identityEvent,
  recordEvent,
} from '../helpers.js'

/**
 * A pipeline whose handlers end when the test says so, by rkey.
 */
function setup(options: Partial<ResolvedTapConfig> = {}, step: Partial<Step> = {}) {
  const begun: string[] = []
  const signals: AbortSignal[] = []
  const open = new Map<string, ReturnType<typeof deferred<Result>>>()
  const messages: { name: string; [key: string]: any }[] = []
  const owner = {}
  const names = ['retry', 'park', 'drop', 'outage', 'recovery', 'paused', 'resumed'] as const
  for (const name of names) {
    const listen = (message: DiagnosticMessages[typeof name] & { listener: object }) =>
      message.listener === owner && messages.push({ name, ...message })
    cleanup(subscribe(name, listen))
  }
  const deadLetters = new MemoryDeadLetterStore()
  const pipeline = new Pipeline(
    { ...config(), ...options },
    {
      step: {
        run: (event) => {
          const name = nameOf(event)
          begun.push(name)
          signals.push(event.signal!)
          open.set(name, deferred())
          return open.get(name)!.promise
        },
        ...step,
      },
      deadLetters,
      diagnostics: new Diagnostics(owner),
    }
  )
  cleanup(() => pipeline.drain(0))
  const push = (values: Record<string, unknown>, id?: string) => {
    const taken = delivery(recordEvent(values), id)
    pipeline.push(taken)
    return taken
  }
  const pushIdentity = (values: Record<string, unknown>) => {
    const taken = delivery(identityEvent(values))
    pipeline.push(taken)
    return taken
  }
  const end = async (...ended: string[]) => {
    for (const name of ended) open.get(name)!.resolve({ kind: 'done' })
    await turn()
  }
  const fail = async (name: string, error = new Error('The database is away')) => {
    open.get(name)!.resolve({ kind: 'failed', error })
    await turn()
  }
  const published = (name: string) => messages.filter((message) => message.name === name)
  const letters = () => deadLetters.read({}, { limit: 1000, maxBytes: 1e9 })
  return {
    pipeline,
    push,
    pushIdentity,
    begun,
    signals,
    end,
    fail,
    published,
    letters,
    deadLetters,
  }
}

const NEVER = { retry: { minDelay: 60_000, maxDelay: 60_000 }, liveTimeout: 600_000 }
const AT_ONCE = { retry: { minDelay: 1, maxDelay: 1 } }

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

  test('run a live event after the historical ones before it, and before those after it', async ({
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
  test('run at most as many handlers as the limit', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup({ concurrency: 2 })
    for (const name of ['a', 'b', 'c', 'd']) push({ did: `did:web:${name}.test`, rkey: name })
    assert.deepEqual(begun, ['a', 'b'])
    assert.equal(pipeline.running, 2)

    await end('a', 'b')
    assert.deepEqual(begun, ['a', 'b', 'c', 'd'])
    assert.equal(pipeline.running, 2)
  })

  test('let repos take turns during a large backfill', async ({ assert }) => {
    const { push, begun, end } = setup({ concurrency: 1 })
    for (const rkey of ['a1', 'a2', 'a3']) push({ did: ALICE, rkey, live: false })
    push({ did: BOB, rkey: 'b1' })

    await end('a1')
    await end('a2')
    assert.include(begun, 'b1')
    assert.notInclude(begun, 'a3')
  })

  test('pause the source when it is full, and resume it when there is room', async ({ assert }) => {
    const asked: string[] = []
    const { pipeline, push, end } = setup({ capacity: 4 })
    pipeline.attach({
      redelivers: true,
      pause: () => asked.push('pause'),
      resume: () => asked.push('resume'),
    })
    for (const rkey of ['a', 'b', 'c']) push({ rkey })
    assert.deepEqual(asked, [])
    push({ rkey: 'd' })
    push({ rkey: 'e' })
    assert.deepEqual(asked, ['pause'])
    assert.isTrue(pipeline.status().isPaused)

    await end('a')
    assert.equal(pipeline.size, 4)
    assert.deepEqual(asked, ['pause'])
    await end('b')
    assert.equal(pipeline.size, 3)
    assert.deepEqual(asked, ['pause', 'resume'])
  })

  test('pause the source when its events weigh too much', async ({ assert }) => {
    const { pipeline, end } = setup({ capacityBytes: 10_000 })
    const taken = { ...delivery(recordEvent({ rkey: 'a' })), weight: 9_000 }
    pipeline.push(taken)
    assert.isFalse(pipeline.status().isPaused)
    pipeline.push({ ...delivery(recordEvent({ rkey: 'b' })), weight: 9_000 })
    assert.isTrue(pipeline.status().isPaused)
    await end('a')
    await end('b')
    assert.isFalse(pipeline.status().isPaused)
    assert.equal(pipeline.status().pending.bytes, 0)
  })

  test('release what waits behind a failing repo instead of pausing', async ({ assert }) => {
    const { pipeline, push, fail, end, begun } = setup({
      ...NEVER,
      capacity: 5,
      concurrencyPerRepo: 1,
    })
    pipeline.attach({ redelivers: true, pause: () => assert.fail('paused'), resume: () => {} })
    const live = push({ did: ALICE, rkey: 'a1' })
    const given = ['a2', 'a3', 'a4'].map((rkey) => push({ did: ALICE, rkey }))
    await fail('a1')
    push({ did: BOB, rkey: 'b1' })

    assert.equal(pipeline.size, 2)
    assert.deepEqual(begun, ['a1', 'b1'])
    await end('b1')
    assert.deepEqual([live.acks, live.releases], [0, 0])
    assert.deepEqual(
      given.map(({ acks, releases }) => [acks, releases]),
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ]
    )
  })

  test('pause instead of releasing events when the source does not deliver again', async ({
    assert,
  }) => {
    const { pipeline, push, fail } = setup({ ...NEVER, capacity: 2 })
    pipeline.attach({ redelivers: false, pause: () => {}, resume: () => {} })
    push({ rkey: 'a1' })
    await fail('a1')
    const waiting = push({ rkey: 'a2' })
    assert.isTrue(pipeline.status().isPaused)
    assert.equal(waiting.releases, 0)
  })

  test('hold nothing of a repo once its events are handled', async ({ assert }) => {
    const { pipeline, push, end } = setup()
    push({ rkey: 'a' })
    await end('a')
    assert.equal(pipeline.size, 0)
    assert.equal(pipeline.running, 0)
  })
})

test.group('Pipeline | reading ahead', () => {
  /** A pipeline with one slot, and a source that waits while it is paused. */
  function setupSource(options: Partial<ResolvedTapConfig> = {}, values = {}) {
    const made = setup({ concurrency: 1, concurrencyPerRepo: 1, ...options })
    const asked: string[] = []
    made.pipeline.attach({
      redelivers: true,
      waits: true,
      pause: () => asked.push('pause'),
      resume: () => asked.push('resume'),
      ...values,
    })
    const pushMany = (count: number, did = (index: number) => `did:web:repo${index}.test`) => {
      for (let index = 0; index < count; index++) {
        made.push({ did: did(index), rkey: `${index}`, live: false })
      }
    }
    return { ...made, asked, pushMany }
  }

  test('pause a source that waits when 1,000 events wait for a slot, until 500 do', async ({
    assert,
  }) => {
    const { pipeline, pushMany, end, asked } = setupSource()
    pushMany(1_000)
    assert.isEmpty(asked)
    pushMany(2)
    assert.deepEqual(asked, ['pause'])
    assert.isFalse(pipeline.status().isPaused)

    for (let index = 0; index < 501; index++) await end(`${index}`)
    assert.deepEqual(asked, ['pause'])
    await end('501')
    assert.deepEqual(asked, ['pause', 'resume'])
  })

  test('read on when there is nothing to run for a free slot', async ({ assert }) => {
    const { pushMany, end, asked } = setupSource({ concurrency: 2 })
    pushMany(2_000, () => ALICE)
    assert.isEmpty(asked)
    pushMany(1, () => BOB)
    assert.deepEqual(asked, ['pause'])
    await end('0')
    assert.deepEqual(asked, ['pause', 'resume'])
  })

  test('read on although many events wait behind a failure', async ({ assert }) => {
    const { pushMany, fail, asked } = setupSource({ ...NEVER, concurrency: 2 })
    pushMany(1, () => ALICE)
    await fail('0')
    pushMany(2_000)
    assert.isEmpty(asked)
  })

  test('resume when neither waiting events nor full memory are in the way', async ({ assert }) => {
    const { pushMany, end, asked } = setupSource({ capacity: 1_100 })
    pushMany(1_100)
    assert.deepEqual(asked, ['pause', 'pause'])
    for (let index = 0; index < 598; index++) await end(`${index}`)
    assert.deepEqual(asked, ['pause', 'pause'])
    for (let index = 598; index < 601; index++) await end(`${index}`)
    assert.deepEqual(asked, ['pause', 'pause', 'resume'])
  })

  test('stay paused while memory is full, although a slot is free', async ({ assert }) => {
    const { pushMany, end, asked } = setupSource({ concurrency: 2, capacity: 1_102 })
    pushMany(1_100, () => ALICE)
    pushMany(1, () => BOB)
    pushMany(1, () => ALICE)
    assert.deepEqual(asked, ['pause', 'pause'])
    await end('0')
    assert.deepEqual(asked, ['pause', 'pause'])
  })

  test('pause another source only when memory is full', async ({ assert }) => {
    const { pushMany, asked } = setupSource({ capacity: 2_000 }, { waits: undefined })
    pushMany(1_999)
    assert.isEmpty(asked)
    pushMany(1)
    assert.deepEqual(asked, ['pause'])
  })
})

test.group('Pipeline | acks', () => {
  test('ack after the handler has resolved', async ({ assert }) => {
    const { push, end } = setup()
    const taken = push({ rkey: 'a' })
    await turn()
    assert.equal(taken.acks, 0)
    await end('a')
    assert.equal(taken.acks, 1)
  })

  test('settle an event that is sent again meanwhile by the run in progress', async ({
    assert,
  }) => {
    const { pipeline, begun, end } = setup()
    const event = recordEvent({ rkey: 'a' })
    const [first, second] = [delivery(event, '7'), delivery(event, '7')]
    pipeline.push(first)
    pipeline.push(second)
    await end('a')
    assert.deepEqual(begun, ['a'])
    assert.deepEqual([first.acks, second.acks], [0, 1])
    assert.equal(first.releases, 1)
  })

  test('handle another event of the same id', async ({ assert }) => {
    const { push, begun, end } = setup()
    const before = push({ rkey: 'a', did: ALICE }, '1')
    const after = push({ rkey: 'b', did: BOB }, '1')
    await end('a', 'b')
    assert.deepEqual(begun, ['a', 'b'])
    assert.deepEqual([before.acks, after.acks], [1, 1])
  })

  test('ack an event that is known to be done without running it', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup()
    push({ rkey: 'a' }, '7')
    await end('a')
    const again = push({ rkey: 'a' }, '7')
    assert.deepEqual(begun, ['a'])
    assert.equal(again.acks, 1)
    assert.equal(pipeline.status().totals.repeated, 1)
  })

  test('handle an event of a known id when its {field} differs')
    .with([
      { field: 'rev', values: { rev: '3l3qo2vutsw2c' } },
      { field: 'cid', values: { cid: 'bafyreia' } },
      { field: 'action', values: { action: 'update' } },
      { field: 'URI', values: { did: BOB } },
    ])
    .run(async ({ assert }, { values }) => {
      const { push, begun, end } = setup()
      push({ rkey: 'a' }, '7')
      await end('a')
      push({ rkey: 'a', ...values }, '7')
      assert.deepEqual(begun, ['a', 'a'])
    })
})

test.group('Pipeline | failures', () => {
  test('retry what failed, and ack it when it succeeds', async ({ assert }) => {
    const { push, begun, fail, end, published } = setup()
    const taken = push({ rkey: 'a' })
    await fail('a')
    await until(() => begun.length === 2)
    await fail('a')
    await until(() => begun.length === 3)
    assert.equal(taken.acks, 0)

    await end('a')
    assert.deepEqual(taken.outcomes, ['done'])
    assert.deepEqual(
      published('retry').map(({ error, failures }) => [error.message, failures]),
      [
        ['The database is away', 1],
        ['The database is away', 2],
      ]
    )
    assert.isBelow(published('retry')[0]!.delay, 11)
    assert.isBelow(published('retry')[1]!.delay, 21)
  })

  test('park an event after its last attempt, ack it, and go on', async ({ assert }) => {
    const { push, begun, fail, end, letters } = setup({ ...AT_ONCE, attempts: 3 })
    const poison = push({ rkey: 'a' })
    const next = push({ rkey: 'b' })
    for (let attempt = 1; attempt <= 3; attempt++) {
      await until(() => begun.length === attempt)
      await fail('a')
    }
    await until(() => poison.acks === 1)
    assert.deepEqual(poison.outcomes, ['parked'])
    const [letter] = await letters()
    assert.deepInclude(letter, { reason: 'failed', rkey: 'a', attempts: 3, live: true })
    assert.include(letter!.error, 'The database is away')
    await end('b')
    assert.equal(next.acks, 1)
  })

  test('park a live event that is not done within liveTimeout', async ({ assert }) => {
    const { push, fail, letters } = setup({
      retry: { minDelay: 1_000, maxDelay: 1_000 },
      liveTimeout: 100,
    })
    push({ rkey: 'old', live: false, did: BOB })
    const live = push({ rkey: 'live' })
    await fail('live')
    await until(() => live.acks === 1)
    assert.deepInclude((await letters())[0], { reason: 'failed', rkey: 'live', attempts: 1 })
  })

  test('hold no place of the repo or the pipeline while a historical event waits', async ({
    assert,
  }) => {
    const { push, begun, fail, end } = setup({ ...NEVER, concurrency: 2, concurrencyPerRepo: 2 })
    for (const rkey of ['bad1', 'bad2', 'a', 'b']) push({ rkey, live: false })
    await fail('bad1')
    await fail('bad2')
    assert.deepEqual(begun, ['bad1', 'bad2', 'a', 'b'])
    await end('a', 'b')
  })

  test('block the repo of a failed live event and no other', async ({ assert }) => {
    const { pipeline, push, begun, fail, end } = setup({ ...NEVER, concurrency: 1 })
    push({ did: ALICE, rkey: 'a1' })
    push({ did: ALICE, rkey: 'a2' })
    push({ did: BOB, rkey: 'b1' })
    push({ did: BOB, rkey: 'b2' })
    await fail('a1')
    await end('b1')
    await end('b2')
    assert.deepEqual(begun, ['a1', 'b1', 'b2'])
    assert.equal(pipeline.size, 2)
  })

  test('let other historical events of the repo pass one that fails, but no live one', async ({
    assert,
  }) => {
    const { push, begun, fail, end } = setup({ ...NEVER, concurrencyPerRepo: 2 })
    push({ rkey: 'bad', live: false })
    push({ rkey: 'a', live: false })
    push({ rkey: 'b', live: false })
    push({ rkey: 'live' })
    await fail('bad')
    await end('a')
    await end('b')
    assert.deepEqual(begun, ['bad', 'a', 'b'])
  })
})

test.group('Pipeline | timeouts', () => {
  test('abort a handler that takes too long, and retry its event', async ({ assert }) => {
    const { pipeline, push, begun, signals, end } = setup({ ...AT_ONCE, handlerTimeout: 200 })
    const taken = push({ rkey: 'slow', live: false })
    await until(() => begun.length === 2)
    assert.equal(signals[0]!.reason.code, 'E_TAP_HANDLER_TIMEOUT')
    assert.equal(pipeline.status().pending.abandoned, 1)
    await end('slow')
    assert.equal(taken.acks, 1)
  })

  test('free the slot of a handler that ignores its signal, and park its event', async ({
    assert,
  }) => {
    const { push, begun, end, letters } = setup({
      ...AT_ONCE,
      concurrency: 1,
      handlerTimeout: 20,
      attempts: 2,
    })
    const hanging = push({ did: ALICE, rkey: 'hangs', live: false })
    push({ did: BOB, rkey: 'b' })
    await until(() => begun.includes('b'))
    await end('b')
    await until(() => hanging.acks === 1)
    assert.deepInclude((await letters())[0], { reason: 'timed-out', rkey: 'hangs' })
  })

  test('ignore the result of an aborted attempt', async ({ assert }) => {
    const open: ReturnType<typeof deferred<Result>>[] = []
    const run = () => {
      open.push(deferred())
      return open.at(-1)!.promise
    }
    const { pipeline, push } = setup({ ...NEVER, handlerTimeout: 20 }, { run })
    const taken = push({ rkey: 'a', live: false })
    await until(() => pipeline.status().pending.retrying === 1)
    open[0]!.resolve({ kind: 'done' })
    await turn()
    assert.equal(taken.acks, 0)
    assert.equal(pipeline.status().pending.abandoned, 0)
  })
})

test.group('Pipeline | takedowns', () => {
  test('let a {status} account pass a live event that is retried')
    .with([
      { status: 'takendown' },
      { status: 'suspended' },
      { status: 'deactivated' },
      { status: 'deleted' },
    ])
    .run(async ({ assert }, { status }) => {
      const { push, pushIdentity, begun, fail, end } = setup(NEVER)
      push({ rkey: 'poison' })
      await fail('poison')
      const takedown = pushIdentity({ status, isActive: false })
      assert.deepEqual(begun, ['poison', 'alice.test'])
      await end('alice.test')
      await until(() => takedown.acks === 1)
    })

  test('drop older states of the account, but keep its records', async ({ assert }) => {
    const { push, pushIdentity, begun, fail, end } = setup(NEVER)
    push({ rkey: 'poison' })
    await fail('poison')
    const older = pushIdentity({ handle: 'old.test' })
    const record = push({ rkey: 'a' })
    pushIdentity({ handle: 'new.test', status: 'takendown', isActive: false })
    assert.equal(older.acks, 1)
    await end('new.test')
    assert.notInclude(begun, 'old.test')
    assert.equal(record.acks, 0)
  })

  test('drop the records and dead letters of an account that was deleted', async ({ assert }) => {
    const { push, pushIdentity, begun, fail, end, letters } = setup({ ...NEVER, attempts: 1 })
    const parked = push({ rkey: 'parked' })
    await fail('parked')
    await until(() => parked.acks === 1)
    assert.lengthOf(await letters(), 1)

    push({ rkey: 'running' })
    const waiting = push({ rkey: 'waiting' })
    const deletion = pushIdentity({ handle: 'gone.test', status: 'deleted', isActive: false })
    assert.deepEqual(waiting.outcomes, ['done'])
    await end('running')
    await end('gone.test')
    await until(() => deletion.acks === 1)
    assert.notInclude(begun, 'waiting')
    assert.lengthOf(await letters(), 0)
  })

  test('keep only the deletion of an account as a dead letter when it fails', async ({
    assert,
  }) => {
    const { push, pushIdentity, fail, letters } = setup({ ...NEVER, attempts: 1 })
    const parked = push({ rkey: 'parked' })
    await fail('parked')
    await until(() => parked.acks === 1)
    const deletion = pushIdentity({ handle: 'gone.test', status: 'deleted', isActive: false })
    await fail('gone.test')
    await until(() => deletion.acks === 1)
    const [letter, ...others] = await letters()
    assert.equal(letter!.kind, 'identity')
    assert.isEmpty(others)
  })

  test('forget a parked state of the account once a newer one is done', async ({ assert }) => {
    const { push, pushIdentity, fail, end, letters } = setup({ ...NEVER, attempts: 1 })
    const record = push({ rkey: 'parked' })
    await fail('parked')
    await until(() => record.acks === 1)
    const older = pushIdentity({ handle: 'old.test' })
    await fail('old.test')
    await until(() => older.acks === 1)
    assert.lengthOf(await letters(), 2)
    const newer = pushIdentity({ handle: 'new.test' })
    await end('new.test')
    await until(() => newer.acks === 1)
    const kept = await letters()
    assert.deepEqual(
      kept.map(({ kind, rkey }) => [kind, rkey]),
      [['record', 'parked']]
    )
  })
})

test.group('Pipeline | outages', () => {
  const did = (index: number) => `did:web:${index}.test`

  test('park nothing while every repo fails, and recover at once', async ({ assert }) => {
    let isAway = true
    const run = (): Result =>
      isAway ? { kind: 'failed', error: new Error('No database') } : { kind: 'done' }
    const { pipeline, push, published, letters } = setup({ ...AT_ONCE, attempts: 2 }, { run })
    const taken = Array.from({ length: 50 }, (_, index) => push({ did: did(index) }))
    await until(() => pipeline.status().outage)
    const { received, failures } = pipeline.status().totals
    assert.equal(received, 50)
    assert.isBelow(failures, 20)

    isAway = false
    await until(() => taken.every(({ acks }) => acks === 1))
    assert.lengthOf(published('outage'), 1)
    assert.lengthOf(published('recovery'), 1)
    assert.isEmpty(await letters())
    assert.isUndefined(pipeline.status().outage)
  })

  test('end an outage although poison keeps failing', async ({ assert }) => {
    const run = (event: TapEvent): Result =>
      event.did.includes('poison')
        ? { kind: 'failed', error: new Error('Poison') }
        : { kind: 'done' }
    const { pipeline, push, letters } = setup({ ...AT_ONCE, attempts: 2 }, { run })
    for (let index = 0; index < 20; index++) push({ did: `did:web:poison${index}.test` })
    await until(() => pipeline.status().outage)

    const healthy = push({ did: BOB })
    await until(() => healthy.acks === 1)
    await until(async () => (await letters()).length === 20)
    assert.isUndefined(pipeline.status().outage)
    assert.equal(pipeline.size, 0)
  })

  test('park the poison of repos that were empty meanwhile when nothing else is left', async ({
    assert,
  }) => {
    const run = (event: TapEvent): Result =>
      event.did === BOB ? { kind: 'done' } : { kind: 'failed', error: new Error('Poison') }
    const { letters, pipeline, published, push } = setup({ ...AT_ONCE, attempts: 1 }, { run })
    const pushPoison = () => {
      for (let index = 0; index < 8; index++) push({ did: did(index), rkey: `${Math.random()}` })
    }
    pushPoison()
    push({ did: BOB })
    await until(() => pipeline.size === 0)
    const before = published('outage').length

    // As the server sends again what has made room for others.
    pushPoison()
    await until(async () => (await letters()).length === 16)
    assert.lengthOf(published('outage'), before)
  })

  test('hold healthy repos back for a moment only, however much poison comes before them', async ({
    assert,
  }) => {
    const poisoned = new Map<string, number>()
    const run = (event: TapEvent): Result => {
      if (!event.did.includes('poison')) return { kind: 'done' }
      poisoned.set(event.did, (poisoned.get(event.did) ?? 0) + 1)
      return { kind: 'failed', error: new Error('Poison') }
    }
    const { push, published } = setup(NEVER, { run })
    for (let index = 0; index < 60; index++) push({ did: `did:web:poison${index}.test` })
    const healthy = push({ did: BOB })
    await until(() => healthy.acks === 1)
    assert.equal(poisoned.size, 60)
    // One after the other, they took a quarter of a second each.
    assert.isBelow(published('recovery')[0]!.duration, 5_000)
  })

  test('release nothing before every repo in memory has failed twice', async ({ assert }) => {
    const attempts = new Map<string, number>()
    const run = (event: TapEvent): Result => {
      attempts.set(event.did, (attempts.get(event.did) ?? 0) + 1)
      return { kind: 'failed', error: new Error('No database') }
    }
    const { pipeline, push } = setup({ ...AT_ONCE, capacity: 8 }, { run })
    const resumed = deferred<number[]>()
    const resume = () => resumed.resolve([...attempts.values()])
    pipeline.attach({ redelivers: true, pause: () => {}, resume })
    for (let index = 0; index < 8; index++) push({ did: did(index) })
    assert.isAtLeast(Math.min(...(await resumed.promise)), 2)
  })

  test('read others when memory is full of poison that looks like an outage', async ({
    assert,
  }) => {
    const isPoison = (event: TapEvent) => event.did.includes('poison')
    const run = (event: TapEvent): Result =>
      isPoison(event) ? { kind: 'failed', error: new Error('Poison') } : { kind: 'done' }
    const options = { ...AT_ONCE, attempts: 2, capacity: 40 }
    const { pipeline, push } = setup(options, { run })
    const resumed = deferred()
    pipeline.attach({ redelivers: true, pause: () => {}, resume: () => resumed.resolve() })
    const poison = Array.from({ length: 40 }, (_, index) =>
      push({ did: `did:web:poison${index % 5}.test`, rkey: `r${index}`, live: false })
    )
    assert.isTrue(pipeline.status().isPaused)
    await resumed.promise
    assert.isAbove(poison.filter(({ releases }) => releases === 1).length, 0)

    const healthy = push({ did: BOB })
    await until(() => healthy.acks === 1)
    await until(() => poison.every(({ acks, releases }) => acks + releases === 1))
    assert.isUndefined(pipeline.status().outage)
  })

  test('release nothing while the database is away, however full memory is', async ({ assert }) => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    let probes = 0
    const run = (): Result => {
      probes++
      return { kind: 'failed', error }
    }
    const { pipeline, push } = setup({ ...AT_ONCE, capacity: 10 }, { run })
    pipeline.attach({ redelivers: true, pause: () => {}, resume: () => assert.fail('resumed') })
    const taken = Array.from({ length: 10 }, (_, index) => push({ did: did(index) }))
    await until(() => probes > 20)
    assert.isTrue(taken.every(({ acks, releases }) => acks + releases === 0))
    assert.equal(pipeline.size, 10)
  })

  test('park nothing for a failure while dead letters cannot be stored', async ({ assert }) => {
    const { pipeline, push, begun, fail, deadLetters } = setup({ ...AT_ONCE, attempts: 1 })
    deadLetters.put = () => Promise.reject(new Error('Disk full'))
    push({ did: ALICE, rkey: 'a' })
    await fail('a')
    await until(() => pipeline.status().outage?.cause === 'dead letters')
    push({ did: BOB, rkey: 'b' })
    await fail('b')
    await until(() => begun.length === 3)
    assert.deepEqual(begun, ['a', 'b', 'b'])
    assert.equal(pipeline.status().pending.parking, 1)
  })

  test('do not count a deadlock as an attempt', async ({ assert }) => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' })
    const { push, begun, fail, end } = setup({ ...AT_ONCE, attempts: 1 })
    const taken = push({ rkey: 'a', live: false })
    await fail('a', deadlock)
    await until(() => begun.length === 2)
    await end('a')
    assert.deepEqual(taken.outcomes, ['done'])
  })

  test('ack nothing while dead letters cannot be stored, and handle the other repos', async ({
    assert,
  }) => {
    const { pipeline, push, fail, end, deadLetters, letters, published } = setup({ attempts: 1 })
    const put = deadLetters.put.bind(deadLetters)
    deadLetters.put = () => Promise.reject(new Error('Disk full'))
    const poison = push({ did: ALICE, rkey: 'a' })
    const behind = push({ did: ALICE, rkey: 'a2' })
    await fail('a')
    await until(() => pipeline.status().outage)
    push({ did: BOB, rkey: 'b' })
    await end('b')
    assert.deepEqual([poison.acks, behind.acks], [0, 0])

    deadLetters.put = put
    await until(() => poison.acks === 1)
    assert.lengthOf(await letters(), 1)
    assert.deepEqual(
      published('outage').map(({ cause }) => cause),
      ['dead letters']
    )
    assert.isUndefined(pipeline.status().outage)
    await end('a2')
  })
})

test.group('Pipeline | diagnostics', () => {
  test('go on when a subscriber throws', async ({ assert }) => {
    cleanup(
      subscribe('retry', () => {
        throw new Error('A bug in a log line')
      })
    )
    const { push, begun, fail, end } = setup(AT_ONCE)
    const taken = push({ rkey: 'a' })
    await fail('a')
    await until(() => begun.length === 2)
    await end('a')
    assert.equal(taken.acks, 1)
  })
})

test.group('Pipeline | drain', () => {
  test('wait for running handlers, and start no others', async ({ assert }) => {
    const { pipeline, push, begun, end } = setup()
    const running = push({ rkey: 'a' })
    const waiting = push({ rkey: 'b' })
    const drained = pipeline.drain(60_000)
    const late = push({ did: BOB, rkey: 'c' })

    await end('a')
    assert.equal(await drained, 0)
    assert.deepEqual(begun, ['a'])
    assert.deepEqual([running.acks, waiting.acks, late.acks], [1, 0, 0])
    assert.deepEqual([running.releases, waiting.releases, late.releases], [0, 1, 1])
  })

  test('stop waiting after the timeout', async ({ assert }) => {
    const { pipeline, push } = setup()
    const running = push({ rkey: 'a' })
    assert.equal(await pipeline.drain(5), 1)
    assert.equal(running.acks, 0)
  })

  test('retry nothing after a drain, and leave no timer behind', async ({ assert }) => {
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

  test('resolve at once when nothing runs', async ({ assert }) => {
    const { pipeline } = setup()
    assert.equal(await pipeline.drain(60_000), 0)
  })
})
