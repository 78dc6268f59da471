import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { SessionLocks } from '../src/session/session_locks.js'
import { MemorySessionStore } from '../src/stores/memory.js'

const TIMINGS = { lease: 150, renewEvery: 40, patience: 5_000 }

async function createStore() {
  const store = new MemorySessionStore()
  for (const id of ['a', 'b']) {
    const row = { id, did: `did:plc:${id}`, handle: null, tokens: '', createdAt: 0, updatedAt: 0 }
    await store.create(row)
  }
  return store
}

/** A task that tells how many of its kind ran at once. */
function createTask() {
  const counts = { running: 0, most: 0 }
  const task = async (duration: number) => {
    counts.most = Math.max(counts.most, ++counts.running)
    await sleep(duration)
    counts.running--
  }
  return { counts, task }
}

test.group('Session locks', () => {
  // The local half of the lock is named by session: two stores' worth of locks would share it, so
  // "another process" below is a lease that someone else took in the store.

  test('run the tasks of one session in turn, and those of others concurrently', async ({
    assert,
  }) => {
    const locks = new SessionLocks(await createStore(), TIMINGS)
    const [first, second] = [createTask(), createTask()]
    const order: string[] = []

    await Promise.all([
      locks.hold('a', () => first.task(100)).then(() => order.push('a')),
      locks.hold('a', () => first.task(0)).then(() => order.push('a')),
      locks.hold('b', () => second.task(0)).then(() => order.push('b')),
    ])
    assert.equal(first.counts.most, 1)
    assert.deepEqual(order, ['b', 'a', 'a'])
  })

  test('renew the lease while a task is running', async ({ assert }) => {
    const store = await createStore()
    const locks = new SessionLocks(store, TIMINGS)
    const taken: boolean[] = []

    await locks.hold('a', async () => {
      for (let asked = 0; asked < 10; asked++) {
        await sleep(50)
        taken.push(await store.lock('a', 'another process', Date.now(), Date.now() + 10))
      }
    })
    assert.notInclude(taken, true)
    assert.isTrue(await store.lock('a', 'another process', Date.now(), Date.now() + 10))
  })

  test('release the lease when the task fails', async ({ assert }) => {
    const store = await createStore()
    const locks = new SessionLocks(store, TIMINGS)
    await assert.rejects(() => locks.hold('a', () => Promise.reject(new Error('No'))), 'No')
    assert.isTrue(await store.lock('a', 'another process', Date.now(), Date.now() + 10))
  })

  test('throw when waiting for a lease takes too long', async ({ assert }) => {
    const store = await createStore()
    await store.lock('a', 'another process', 0, Number.MAX_SAFE_INTEGER)
    const locks = new SessionLocks(store, { ...TIMINGS, patience: 100 })
    await assert.rejects(
      () => locks.hold('a', () => assert.fail('It ran')),
      'Another process has been refreshing this session for too long'
    )
  })

  test('stop waiting when the session is deleted', async ({ assert }) => {
    const store = await createStore()
    await store.lock('a', 'another process', 0, Number.MAX_SAFE_INTEGER)
    await store.delete('a')
    const locks = new SessionLocks(store, TIMINGS)
    assert.equal(await locks.hold('a', () => 'it finds out itself'), 'it finds out itself')
  })
})
