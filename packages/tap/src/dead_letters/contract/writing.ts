import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createDeadLetter } from '../create_dead_letter.js'
import { keysOf, NOW, type Scene, type SceneRequirement } from './scene.js'

/** Requirements of putting letters. */
export const writing: SceneRequirement[] = [
  {
    title: 'find a letter as it was put',
    async run(scene) {
      const letter = scene.letter()
      await scene.put(letter)
      const [{ id }] = await scene.all()
      assert.deepEqual(await scene.store.find(id), { ...letter, id })
      assert.equal(await scene.store.find(Number.MAX_SAFE_INTEGER), null)
    },
  },
  {
    title: 'keep a frame of which nothing could be read',
    async run(scene) {
      const frame = `nonsense ${randomUUID()}`
      const letter = { ...scene.letter(), ...unreadable(frame) }
      await scene.put(letter)
      const found = await findByKey(scene, letter.key)
      assert.deepEqual(found, { ...letter, id: found.id })
      await scene.store.delete([found.id])
    },
  },
  {
    title: 'keep a NUL, lone escapes and every plane of Unicode',
    async run(scene) {
      const frame = `"\0 \\u0000 \\ud800 é 漢 👍 \u{10FFFF} ${randomUUID()}"`
      await scene.put(scene.letter({ frame, error: 'é 漢 👍' }))
      const [letter] = await scene.all()
      assert.equal(letter.frame, frame)
      assert.equal(letter.error, 'é 漢 👍')
    },
  },
  {
    title: 'keep frames of several megabytes beside each other',
    async run(scene) {
      const frames = ['a', '漢'].map((text) => text.repeat(6_000_000 / Buffer.byteLength(text)))
      await scene.put(...frames.map((frame) => scene.letter({ frame, bytes: 6_000_000 })))
      const letters = await scene.all()
      assert.ok(letters.every(({ frame }, index) => frame === frames[index]))
      assert.equal(letters.length, 2)
    },
  },
  {
    title: 'keep the longest names of the protocol',
    async run(scene) {
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
    },
  },
  {
    title: 'distinguish names by case',
    async run(scene) {
      const [upper, lower] = ['A', 'a'].map((name) => scene.letter({}, { did: scene.did + name }))
      await scene.put(upper, lower)
      const page = { limit: 10 }
      assert.deepEqual(keysOf(await scene.store.list({ did: upper.did! }, page)), [upper.key])
      assert.equal(await scene.store.deleteByDid(lower.did!), 1)
      assert.deepEqual(keysOf(await scene.store.list({ did: upper.did! }, page)), [upper.key])
    },
  },
  {
    title: 'replace a letter that is put again, and keep its place',
    async run(scene) {
      const [first, second] = [scene.letter(), scene.letter()]
      await scene.put(first, second)
      const [{ id }] = await scene.all()
      const again = { ...first, reason: 'timed-out' as const, attempts: 9, error: 'Slow' }
      await scene.put({ ...again, firstSeenAt: NOW + 5, parkedAt: NOW + 5 })

      assert.deepEqual(await scene.keys(), [first.key, second.key])
      const expected = { ...again, id, firstSeenAt: NOW - 1_000, parkedAt: NOW + 5 }
      assert.deepEqual(await scene.store.find(id), expected)
    },
  },
  {
    title: 'take the last of two letters with one key',
    async run(scene) {
      const letter = scene.letter()
      await scene.put(letter, { ...letter, attempts: 6 })
      const letters = await scene.all()
      assert.deepEqual(
        letters.map(({ attempts }) => attempts),
        [6]
      )
    },
  },
  {
    title: 'keep nothing when nothing is put',
    async run(scene) {
      await scene.put()
      assert.deepEqual(await scene.all(), [])
    },
  },
  {
    title: 'put many letters at once, in their order',
    async run(scene) {
      const letters = Array.from({ length: 1_000 }, () => scene.letter())
      await scene.put(...letters)
      assert.deepEqual(await scene.keys(), keysOf(letters))
    },
  },
  {
    title: 'keep one of the letters that many callers put with one key',
    async run(scene) {
      const letter = scene.letter()
      await Promise.all(Array.from({ length: 5 }, () => scene.put(letter)))
      assert.deepEqual(await scene.keys(), [letter.key])
    },
  },
]

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
