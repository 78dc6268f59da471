import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { DeadLetterReason, DeadLetterStore, NewDeadLetter } from '../dead_letter.js'
import { createDeadLetter, type DeadLetterEvent } from './create_dead_letter.js'

/**
 * One promise that a store has to keep. `run` rejects when it does not.
 */
export interface DeadLetterRequirement {
  title: string
  run(): Promise<void>
}

const NOW = 1_800_000_000_000

/** Letters of accounts and collections that no other requirement has */
class Scene {
  did = `did:plc:${randomUUID()}`
  collection = `com.example.x${randomUUID().replaceAll('-', '')}`

  constructor(readonly store: DeadLetterStore) {}

  letter(changes: Partial<NewDeadLetter> = {}, event: Partial<DeadLetterEvent> = {}) {
    const { did, collection } = this
    const rkey = randomUUID()
    const values = { did, collection, rkey, rev: '3l3qo2vutsw2b', live: true, ...event }
    return {
      ...createDeadLetter({
        reason: 'failed' as DeadLetterReason,
        frame: `{"id":1,"type":"record","record":{"rkey":"${rkey}"}}`,
        event: { type: 'record', action: 'create', ...values },
        error: 'Boom',
        attempts: 5,
        firstSeenAt: NOW - 1_000,
        parkedAt: NOW,
      }),
      ...changes,
    }
  }

  async put(...letters: NewDeadLetter[]) {
    await this.store.put(letters)
  }

  all() {
    return this.store.read({ did: this.did }, { limit: 1_000, maxBytes: 1e9 })
  }

  async keys() {
    return keysOf(await this.all())
  }

  async ids() {
    const letters = await this.all()
    return letters.map(({ id }) => id)
  }
}

const keysOf = (letters: { key: string }[]) => letters.map(({ key }) => key)

/**
 * What the rest of the package relies on, for a store of your own. Works with any test runner, on a
 * store that may hold other letters; nobody else may hold its lease.
 *
 * @param createStore - Called once for each requirement
 *
 * @example
 * for (const { title, run } of deadLetterContract(() => new MyStore(connection))) {
 *   test(title, run)
 * }
 */
export function deadLetterContract(
  createStore: () => DeadLetterStore | Promise<DeadLetterStore>
): DeadLetterRequirement[] {
  const requirement = (title: string, run: (scene: Scene) => Promise<void>) => ({
    title,
    run: async () => run(new Scene(await createStore())),
  })

  return [
    requirement('find a letter as it was put', async (scene) => {
      const letter = scene.letter()
      await scene.put(letter)
      const [{ id }] = await scene.all()
      assert.deepEqual(await scene.store.find(id), { ...letter, id })
      assert.equal(await scene.store.find(Number.MAX_SAFE_INTEGER), null)
    }),

    requirement('keep a frame of which nothing could be read', async (scene) => {
      const frame = `nonsense ${randomUUID()}`
      const letter = { ...scene.letter(), ...unreadable(frame) }
      await scene.put(letter)
      const found = await findByKey(scene, letter.key)
      assert.deepEqual(found, { ...letter, id: found.id })
      await scene.store.delete([found.id])
    }),

    requirement('keep a NUL, lone escapes and every plane of Unicode', async (scene) => {
      const frame = `"\0 \\u0000 \\ud800 é 漢 👍 \u{10FFFF} ${randomUUID()}"`
      await scene.put(scene.letter({ frame, error: 'é 漢 👍' }))
      const [letter] = await scene.all()
      assert.equal(letter.frame, frame)
      assert.equal(letter.error, 'é 漢 👍')
    }),

    requirement('keep frames of several megabytes beside each other', async (scene) => {
      const frames = ['a', '漢'].map((text) => text.repeat(6_000_000 / Buffer.byteLength(text)))
      await scene.put(...frames.map((frame) => scene.letter({ frame, bytes: 6_000_000 })))
      const letters = await scene.all()
      assert.ok(letters.every(({ frame }, index) => frame === frames[index]))
      assert.equal(letters.length, 2)
    }),

    requirement('keep the longest names of the protocol', async (scene) => {
      const event = {
        did: `did:web:${'a'.repeat(2_000)}`,
        collection: `com.${'b'.repeat(313)}`,
        rkey: 'C'.repeat(512),
      }
      scene.did = event.did + randomUUID()
      const letter = scene.letter({}, { ...event, did: scene.did })
      await scene.put(letter)
      const [found] = await scene.all()
      assert.deepEqual(found, { ...letter, id: found.id })
      await scene.store.delete([found.id])
    }),

    requirement('tell names apart by case', async (scene) => {
      const [upper, lower] = ['A', 'a'].map((name) => scene.letter({}, { did: scene.did + name }))
      await scene.put(upper, lower)
      const page = { limit: 10 }
      assert.deepEqual(keysOf(await scene.store.list({ did: upper.did! }, page)), [upper.key])
      assert.equal(await scene.store.deleteByDid(lower.did!), 1)
      assert.deepEqual(keysOf(await scene.store.list({ did: upper.did! }, page)), [upper.key])
    }),

    requirement('replace a letter that is put again, and keep its place', async (scene) => {
      const [first, second] = [scene.letter(), scene.letter()]
      await scene.put(first, second)
      const [{ id }] = await scene.all()
      const again = { ...first, reason: 'timed-out' as const, attempts: 9, error: 'Slow' }
      await scene.put({ ...again, firstSeenAt: NOW + 5, parkedAt: NOW + 5 })

      assert.deepEqual(await scene.keys(), [first.key, second.key])
      const expected = { ...again, id, firstSeenAt: NOW - 1_000, parkedAt: NOW + 5 }
      assert.deepEqual(await scene.store.find(id), expected)
    }),

    requirement('take the last of two letters with one key', async (scene) => {
      const letter = scene.letter()
      await scene.put(letter, { ...letter, attempts: 6 })
      const letters = await scene.all()
      assert.deepEqual(
        letters.map(({ attempts }) => attempts),
        [6]
      )
    }),

    requirement('keep nothing when nothing is put', async (scene) => {
      await scene.put()
      assert.deepEqual(await scene.all(), [])
    }),

    requirement('put many letters at once, in their order', async (scene) => {
      const letters = Array.from({ length: 1_000 }, () => scene.letter())
      await scene.put(...letters)
      assert.deepEqual(await scene.keys(), keysOf(letters))
    }),

    requirement('keep one of the letters that many callers put with one key', async (scene) => {
      const letter = scene.letter()
      await Promise.all(Array.from({ length: 5 }, () => scene.put(letter)))
      assert.deepEqual(await scene.keys(), [letter.key])
    }),

    requirement('list letters without their frames, page by page', async (scene) => {
      const letters = Array.from({ length: 5 }, () => scene.letter())
      await scene.put(...letters)
      const filter = { did: scene.did }
      const first = await scene.store.list(filter, { limit: 3 })
      const rest = await scene.store.list(filter, { limit: 3, after: first.at(-1)!.id })
      assert.deepEqual(keysOf([...first, ...rest]), keysOf(letters))
      assert.equal(first.length, 3)
      assert.ok(!('frame' in first[0]))
    }),

    requirement('filter by reason, kind, account and collection', async (scene) => {
      const failed = scene.letter()
      const unbound = scene.letter({ reason: 'unbound' })
      const identity = scene.letter({ kind: 'identity', collection: null, rkey: null, uri: null })
      const other = scene.letter({}, { collection: `${scene.collection}x` })
      await scene.put(failed, unbound, identity, other)

      const { did, collection } = scene
      const list = async (filter: object) =>
        keysOf(await scene.store.list({ did, ...filter }, { limit: 10 }))
      assert.deepEqual(await list({ reason: 'unbound' }), [unbound.key])
      assert.deepEqual(await list({ kind: 'identity' }), [identity.key])
      assert.deepEqual(await list({ collection: null }), [identity.key])
      assert.deepEqual(await list({ collection }), [failed.key, unbound.key])
      assert.deepEqual(await list({ collection, reason: 'failed' }), [failed.key])
      assert.deepEqual(
        await list({ reason: undefined }),
        keysOf([failed, unbound, identity, other])
      )
    }),

    requirement('read no more frames than asked for, but one', async (scene) => {
      const letters = Array.from({ length: 4 }, () =>
        scene.letter({ frame: 'x'.repeat(100), bytes: 100 })
      )
      await scene.put(...letters)
      const read = (maxBytes: number, after?: number) =>
        scene.store.read({ did: scene.did }, { limit: 10, maxBytes, after })
      const two = await read(250)
      assert.deepEqual(keysOf(two), keysOf(letters.slice(0, 2)))
      assert.deepEqual(keysOf(await read(10, two.at(-1)!.id)), [letters[2].key])
    }),

    requirement('count letters and bytes for each reason and collection', async (scene) => {
      const { collection } = scene
      await scene.put(
        scene.letter({ bytes: 10, firstSeenAt: NOW + 2 }),
        scene.letter({ bytes: 20, firstSeenAt: NOW + 1, frame: null }),
        scene.letter({ bytes: 5, reason: 'unbound', firstSeenAt: NOW })
      )
      const kind = 'record'
      const failed = { reason: 'failed', kind, collection, count: 2, bytes: 30 }
      const unbound = { reason: 'unbound', kind, collection, count: 1, bytes: 5 }
      assert.deepEqual(await scene.store.count({ collection }), [
        { ...failed, firstSeenAt: NOW + 1 },
        { ...unbound, firstSeenAt: NOW },
      ])
      const all = await scene.store.count()
      assert.equal(all.filter((count) => count.collection === collection).length, 2)
      assert.deepEqual(await scene.store.count({ collection: `${collection}x` }), [])
    }),

    requirement('delete letters, and say how many there were', async (scene) => {
      const letters = [scene.letter(), scene.letter(), scene.letter()]
      await scene.put(...letters)
      const ids = await scene.ids()
      assert.equal(await scene.store.delete(ids.slice(0, 2)), 2)
      assert.equal(await scene.store.delete(ids), 1)
      assert.equal(await scene.store.delete([]), 0)
      assert.deepEqual(await scene.keys(), [])
    }),

    requirement('put a letter anew that was deleted, behind the others', async (scene) => {
      const [first, second] = [scene.letter(), scene.letter()]
      await scene.put(first, second)
      const [id] = await scene.ids()
      await scene.store.delete([id])
      await scene.put(first)
      assert.deepEqual(await scene.keys(), [second.key, first.key])
    }),

    requirement('delete the letters of one account only', async (scene) => {
      const other = scene.letter({}, { did: `${scene.did}x` })
      await scene.put(scene.letter(), scene.letter({ kind: 'identity' }), other)
      assert.equal(await scene.store.deleteByDid(scene.did), 2)
      assert.deepEqual(await scene.keys(), [])
      assert.equal(await scene.store.deleteByDid(other.did!), 1)
    }),

    requirement('prune letters that were parked long ago', async (scene) => {
      const old = scene.letter({ parkedAt: NOW - 1 })
      const recent = scene.letter()
      await scene.put(old, recent, scene.letter({ parkedAt: NOW - 1, reason: 'unbound' }))
      const { collection } = scene
      const filter = { collection, reason: 'unbound' as const }
      assert.equal(await scene.store.prune(filter, { parkedBefore: NOW }), 1)
      assert.deepEqual(await scene.keys(), [old.key, recent.key])
      assert.equal(await scene.store.prune({ collection }, { parkedBefore: NOW }), 1)
      assert.deepEqual(await scene.keys(), [recent.key])
    }),

    requirement('keep the first letter of each collection when asked to', async (scene) => {
      const first = scene.letter({ parkedAt: NOW - 2 })
      const other = scene.letter({ parkedAt: NOW - 2 }, { collection: `${scene.collection}x` })
      await scene.put(first, scene.letter({ parkedAt: NOW - 1 }), other)
      const options = { parkedBefore: NOW, keepFirst: true }
      assert.equal(await scene.store.prune({ did: scene.did }, options), 1)
      assert.deepEqual(await scene.keys(), [first.key, other.key])
    }),

    requirement('give the lease to one of many callers', async ({ store }) => {
      const owners = Array.from({ length: 5 }, () => randomUUID())
      const locked = await Promise.all(owners.map((owner) => store.lock(owner, NOW, NOW + 10)))
      assert.equal(locked.filter(Boolean).length, 1)
      const owner = owners[locked.indexOf(true)]
      assert.equal(await store.lock(owner, NOW + 5, NOW + 20), true)
      assert.equal(await store.lock('another', NOW + 15, NOW + 30), false)
      await store.unlock('another')
      assert.equal(await store.lock('another', NOW + 15, NOW + 30), false)
      await store.unlock(owner)
      assert.equal(await store.lock('another', NOW + 15, NOW + 30), true)
      await store.unlock('another')
    }),

    requirement('let the lease expire', async ({ store }) => {
      assert.equal(await store.lock('one', NOW, NOW + 10), true)
      assert.equal(await store.lock('two', NOW + 11, NOW + 20), true)
      assert.equal(await store.lock('one', NOW + 12, NOW + 30), false)
      await store.unlock('one')
      assert.equal(await store.lock('one', NOW + 12, NOW + 30), false)
      await store.unlock('two')
    }),
  ]
}

function unreadable(frame: string) {
  return createDeadLetter({
    reason: 'unreadable',
    frame,
    error: 'Unexpected token',
    attempts: 0,
    firstSeenAt: NOW,
    parkedAt: NOW,
  })
}

async function findByKey({ store }: Scene, key: string) {
  const filter = { reason: 'unreadable' as const, kind: null, collection: null }
  for (let after = 0; ;) {
    const letters = await store.read(filter, { after, limit: 100, maxBytes: 1e9 })
    const found = letters.find((letter) => letter.key === key)
    assert.ok(found || letters.length > 0, 'The letter was not found')
    if (found) return found
    after = letters.at(-1)!.id
  }
}
