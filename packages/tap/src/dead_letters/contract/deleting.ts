import assert from 'node:assert/strict'
import { NOW, type SceneRequirement } from './scene.js'

/** Requirements of deleting and pruning. */
export const deleting: SceneRequirement[] = [
  {
    title: 'delete letters, and return how many there were',
    async run(scene) {
      const letters = [scene.letter(), scene.letter(), scene.letter()]
      await scene.put(...letters)
      const ids = await scene.ids()
      assert.equal(await scene.store.delete(ids.slice(0, 2)), 2)
      assert.equal(await scene.store.delete(ids), 1)
      assert.equal(await scene.store.delete([]), 0)
      assert.deepEqual(await scene.keys(), [])
    },
  },
  {
    title: 'add a letter that was deleted again, behind the others',
    async run(scene) {
      const [first, second] = [scene.letter(), scene.letter()]
      await scene.put(first, second)
      const [id] = await scene.ids()
      await scene.store.delete([id])
      await scene.put(first)
      assert.deepEqual(await scene.keys(), [second.key, first.key])
    },
  },
  {
    title: 'delete the letters of one account only',
    async run(scene) {
      const other = scene.letter({}, { did: `${scene.did}x` })
      await scene.put(scene.letter(), scene.letter({ kind: 'identity' }), other)
      assert.equal(await scene.store.deleteByDid(scene.did), 2)
      assert.deepEqual(await scene.keys(), [])
      assert.equal(await scene.store.deleteByDid(other.did!), 1)
    },
  },
  {
    title: 'prune letters that were parked long ago',
    async run(scene) {
      const old = scene.letter({ parkedAt: NOW - 1 })
      const recent = scene.letter()
      await scene.put(old, recent, scene.letter({ parkedAt: NOW - 1, reason: 'unbound' }))
      const { collection } = scene
      const filter = { collection, reason: 'unbound' as const }
      assert.equal(await scene.store.prune(filter, { parkedBefore: NOW }), 1)
      assert.deepEqual(await scene.keys(), [old.key, recent.key])
      assert.equal(await scene.store.prune({ collection }, { parkedBefore: NOW }), 1)
      assert.deepEqual(await scene.keys(), [recent.key])
    },
  },
  {
    title: 'keep the first letter of each collection when asked to',
    async run(scene) {
      const first = scene.letter({ parkedAt: NOW - 2 })
      const other = scene.letter({ parkedAt: NOW - 2 }, { collection: `${scene.collection}x` })
      await scene.put(first, scene.letter({ parkedAt: NOW - 1 }), other)
      const options = { parkedBefore: NOW, keepFirst: true }
      assert.equal(await scene.store.prune({ did: scene.did }, options), 1)
      assert.deepEqual(await scene.keys(), [first.key, other.key])
    },
  },
]
