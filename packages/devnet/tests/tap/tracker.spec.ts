import { test } from '@japa/runner'
import { Outbox } from '../../src/tap/outbox/outbox.js'
import { Store } from '../../src/tap/storage/store.js'
import { Tracker } from '../../src/tap/sync/tracker.js'
import type { Commit, Delivery, RepoSnapshot } from '../../src/tap/types.js'

const DID = 'did:plc:alice'
const STATUS = 'xyz.statusphere.status'

/** A tracker whose events are acked at once, and recorded as `live create rkey@rev`. */
function setUp({ signalCollection }: { signalCollection?: string } = {}) {
  const sent: string[] = []
  const store = new Store(undefined)
  const delivery: Delivery = {
    retries: true,
    send(event) {
      const { record, identity } = JSON.parse(event.data)
      if (record) {
        const { live, action, rkey, rev } = record
        sent.push(`${live ? 'live' : 'old'} ${action} ${rkey}@${rev}`)
      } else {
        sent.push(`${identity.handle || 'nobody'} is ${identity.status}`)
      }
      queueMicrotask(() => outbox.ack(event.id))
    },
  }
  const outbox = new Outbox(store, delivery, 60_000)
  const tracker = new Tracker(store, outbox, [], signalCollection, () => {})
  return {
    store,
    tracker,
    /** the events since the last call */
    async sent() {
      await new Promise((resolve) => setImmediate(resolve))
      return sent.splice(0)
    },
  }
}

function commit(rev: string, rkey: string, action: 'create' | 'delete' = 'create'): Commit {
  const op = { collection: STATUS, rkey, action }
  return { did: DID, rev, ops: [action === 'create' ? { ...op, cid: `cid-${rkey}` } : op] }
}

function snapshot(rev: string, ...rkeys: string[]): RepoSnapshot {
  return {
    rev,
    records: rkeys.map((rkey) => ({ collection: STATUS, rkey, cid: `cid-${rkey}`, record: {} })),
  }
}

test.group('Tap | tracker', () => {
  test('send commits that arrived during a backfill unless it contains them', async ({
    assert,
  }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    tracker.applyCommit(commit('1', 'pending'))
    store.repos.claim(0)
    tracker.applyCommit(commit('2', 'a'))
    tracker.applyCommit(commit('3', 'b'))
    tracker.applyCommit(commit('4', 'a', 'delete'))
    assert.deepEqual(await sent(), [])

    tracker.applySnapshot(DID, snapshot('2', 'a', 'pending'))

    assert.deepEqual(await sent(), [
      'old create a@2',
      'old create pending@2',
      'live create b@3',
      'live delete a@4',
    ])
    assert.equal(store.repos.find(DID)!.rev, '4')
    assert.equal(store.resyncBuffer.count(), 0)
    assert.equal(store.records.countOf(DID), 2)
  })

  test('ignore a repeated commit', async ({ assert }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    store.repos.claim(0)
    tracker.applySnapshot(DID, snapshot('2'))

    tracker.applyCommit(commit('1', 'a'))
    tracker.applyCommit(commit('2', 'b'))
    tracker.applyCommit(commit('3', 'c'))
    tracker.applyCommit(commit('3', 'c'))

    assert.deepEqual(await sent(), ['live create c@3'])
  })

  test('send only new and changed records when a repo is read again', async ({ assert }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    store.repos.claim(0)
    tracker.applySnapshot(DID, snapshot('1', 'a', 'b'))
    await sent()

    tracker.desynchronize(DID)
    tracker.applyCommit(commit('2', 'c'))
    store.repos.claim(0)
    const again = snapshot('2', 'a', 'b', 'c')
    again.records[1]!.cid = 'cid-changed'
    tracker.applySnapshot(DID, again)

    assert.deepEqual(await sent(), ['old update b@2', 'old create c@2'])
  })

  test('drop the backfill of a repo that was removed meanwhile', async ({ assert }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    store.repos.claim(0)
    tracker.applyCommit(commit('2', 'b'))
    tracker.unfollow([DID])

    tracker.applySnapshot(DID, snapshot('1', 'a'))

    assert.deepEqual(await sent(), [])
    assert.deepEqual(
      [store.repos.count(), store.records.count(), store.resyncBuffer.count()],
      [0, 0, 0]
    )
  })

  test('drop the backfill of a repo that was removed and added again', async ({ assert }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    store.repos.claim(0)
    tracker.unfollow([DID])
    tracker.follow([DID])

    tracker.applySnapshot(DID, snapshot('1', 'a'))

    assert.deepEqual(await sent(), [])
    assert.equal(store.repos.find(DID)!.state, 'pending')
  })

  test('send each account status once, and delete the repo of a deleted account', async ({
    assert,
  }) => {
    const { store, tracker, sent } = setUp()
    tracker.follow([DID])
    tracker.applyHandle(DID, 'alice.test')
    tracker.applyHandle(DID, 'alice.test')
    tracker.applyStatus(DID, 'active')
    tracker.applyStatus(DID, 'suspended')
    tracker.applyStatus(DID, 'suspended')
    tracker.applyStatus(DID, 'deleted')
    tracker.applyStatus(DID, 'deleted')

    assert.deepEqual(await sent(), [
      'alice.test is active',
      'alice.test is suspended',
      'alice.test is deleted',
    ])
    assert.equal(store.repos.count(), 0)
  })

  test('read a repo again when its rev differs from the PDS', async ({ assert }) => {
    const { store, tracker } = setUp()
    tracker.follow([DID])
    store.repos.claim(0)
    tracker.applySnapshot(DID, snapshot('2'))

    tracker.applySync(DID, '2')
    assert.equal(store.repos.find(DID)!.state, 'active')
    tracker.applySync(DID, '3')
    assert.equal(store.repos.find(DID)!.state, 'desynchronized')
  })

  test('follow unknown accounts for the signal collection only', ({ assert }) => {
    const without = setUp()
    assert.isFalse(without.tracker.concerns(DID))
    without.tracker.applyCommit(commit('1', 'a'))
    assert.equal(without.store.repos.count(), 0)

    const other = setUp({ signalCollection: 'com.example.other' })
    other.tracker.applyCommit(commit('1', 'a'))
    assert.equal(other.store.repos.count(), 0)

    const signal = setUp({ signalCollection: STATUS })
    signal.tracker.applyCommit(commit('1', 'a'))
    assert.equal(signal.store.repos.find(DID)!.state, 'pending')
  })
})
