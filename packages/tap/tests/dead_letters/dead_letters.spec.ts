import { test } from '@japa/runner'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import type { TapConfig, TapEvent } from '../../src/types.js'
import { BOB, createTap, identityEvent, recordEvent, STATUS } from '../helpers.js'

/**
 * The service with an indexer that fails for what `fails` returns true for.
 */
function setup(values: Partial<TapConfig> = {}) {
  const store = new MemoryDeadLetterStore()
  const state = { fails: (_: TapEvent) => true as boolean, calls: [] as TapEvent[] }
  const handle = async (event: TapEvent) => {
    state.calls.push(event)
    if (state.fails(event)) throw new Error(`Cannot index ${(event as any).rkey}`)
  }
  const tap = createTap(new IndexerRegistry(), { attempts: 1, deadLetters: store, ...values })
  tap.index(STATUS, handle).identity(handle)

  /** Sets events aside, and forgets the calls. */
  const park = async (...events: TapEvent[]) => {
    for (const event of events) await tap.dispatch(event)
    state.calls.length = 0
    const letters = await tap.deadLetters.list()
    return letters.map(({ id }) => id)
  }
  return { tap, store, state, park }
}

const rkeysOf = (events: TapEvent[]) => events.map((event) => (event as any).rkey)

test.group('tap.deadLetters', () => {
  test('list, count and find dead letters', async ({ assert }) => {
    const { tap, park } = setup()
    const [first, second] = await park(recordEvent({ rkey: 'a' }), identityEvent())
    const [letter] = await tap.deadLetters.list({ collection: STATUS })
    assert.containSubset(letter, { id: first, rkey: 'a', reason: 'failed', attempts: 1 })
    assert.notProperty(letter, 'frame')
    assert.containSubset(await tap.deadLetters.count(), [
      { kind: 'record', count: 1 },
      { kind: 'identity', count: 1 },
    ])
    const { frame } = (await tap.deadLetters.find(second!))!
    assert.equal(JSON.parse(frame!).identity.handle, 'alice.test')
    assert.isNull(await tap.deadLetters.find(99))
  })

  test('retry the letters of a repo in their order, and delete what is done', async ({
    assert,
  }) => {
    const { tap, state, park } = setup()
    const events = ['c', 'a', 'b'].map((rkey) => recordEvent({ rkey }))
    await park(...events)
    state.fails = (event) => (event as any).rkey === 'a'
    const results: string[] = []
    const onResult = ({ rkey }: { rkey: string | null }, result: string) =>
      void results.push(`${rkey} ${result}`)

    assert.deepEqual(await tap.deadLetters.retry({}, { onResult }), { done: 2, parked: 1 })
    assert.deepEqual(rkeysOf(state.calls), ['c', 'a', 'b'])
    assert.sameMembers(results, ['c done', 'a parked', 'b done'])
    const [letter, ...others] = await tap.deadLetters.list()
    assert.containSubset(letter, { rkey: 'a', attempts: 2 })
    assert.isEmpty(others)
  })

  test('retry as often as requested', async ({ assert }) => {
    const { tap, state, park } = setup()
    const [id] = await park(recordEvent())
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await tap.deadLetters.retry([id!]), { done: 0, parked: 1 })
    }
    state.fails = () => false
    assert.deepEqual(await tap.deadLetters.retry([id!]), { done: 1, parked: 0 })
    assert.lengthOf(state.calls, 3)
    assert.isEmpty(await tap.deadLetters.list())
  })

  test('retry only the selected letters', async ({ assert }) => {
    const { tap, state, park } = setup()
    const [first, second] = await park(
      recordEvent({ rkey: 'a' }),
      recordEvent({ rkey: 'b' }),
      identityEvent()
    )
    state.fails = () => false
    await tap.deadLetters.retry([second!, 99, second!])
    assert.deepEqual(rkeysOf(state.calls), ['b'])
    await tap.deadLetters.retry({ collection: STATUS })
    assert.deepEqual(rkeysOf(state.calls), ['b', 'a'])
    const left = await tap.deadLetters.list()
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['identity']
    )
    assert.isNull(await tap.deadLetters.find(first!))
  })

  test('do not count failing letters as an outage', async ({ assert }) => {
    const { tap, state, park } = setup()
    const dids = Array.from({ length: 8 }, (_, index) => `did:web:${index}.test`)
    state.fails = ({ did }) => did !== BOB
    await tap.dispatch(recordEvent({ did: BOB }))
    for (const did of dids) {
      await park(recordEvent({ did }))
      await tap.dispatch(recordEvent({ did: BOB, rkey: did.replaceAll(':', '.') }))
    }
    assert.deepEqual(await tap.deadLetters.retry({}), { done: 0, parked: 8 })
    assert.isUndefined(tap.status().outage)
  })

  test('keep the newer state of an account when the letters before it are retried', async ({
    assert,
  }) => {
    const { tap, state, park } = setup()
    await park(identityEvent(), identityEvent({ status: 'takendown', isActive: false }))
    state.fails = () => false
    const [first] = await tap.deadLetters.list()
    await tap.deadLetters.retry([first!.id])
    const left = await tap.deadLetters.count()
    assert.equal(left[0]!.count, 1)
    await tap.deadLetters.retry({})
    assert.deepEqual(
      state.calls.map((event) => (event as any).status),
      ['active', 'takendown']
    )
  })

  test('keep a letter whose collection is no longer bound', async ({ assert }) => {
    const { tap, park } = setup({ unbound: { count: 1 } })
    const other = recordEvent({ collection: 'com.example.thing' })
    await park(other)
    await park(recordEvent({ collection: 'com.example.other' }))
    assert.deepEqual(await tap.deadLetters.retry({}), { done: 0, parked: 1 })
    assert.lengthOf(await tap.deadLetters.list(), 1)
  })

  test('throw while another process is retrying', async ({ assert }) => {
    const { tap, store, park } = setup()
    await park(recordEvent())
    await store.lock('another', Date.now(), Date.now() + 10_000)
    await assert.rejects(
      () => tap.deadLetters.retry({}),
      'Another process is retrying dead letters'
    )
    assert.lengthOf(await tap.deadLetters.list(), 1)
  })

  test('forget letters by id, by filter and by age', async ({ assert }) => {
    const { tap, park } = setup()
    const [first] = await park(
      recordEvent({ rkey: 'a' }),
      recordEvent({ rkey: 'b' }),
      recordEvent({ rkey: 'c', did: BOB }),
      identityEvent()
    )
    assert.equal(await tap.deadLetters.forget([first!]), 1)
    assert.equal(await tap.deadLetters.forget({ kind: 'identity' }), 1)
    assert.equal(await tap.deadLetters.forget({ did: BOB }), 1)
    assert.equal(await tap.deadLetters.forget({}, { parkedBefore: new Date(0) }), 0)
    assert.equal(await tap.deadLetters.forget({}), 1)
  })

  test('throw when the config has no store for them', async ({ assert }) => {
    const { tap } = setup({ deadLetters: false })
    await assert.rejects(
      () => tap.deadLetters.list(),
      'Dead letters are not kept, because "deadLetters" is false in config/tap.ts'
    )
  })
})
