import assert from 'node:assert/strict'
import { keysOf, NOW, type SceneRequirement } from './scene.js'

/** Requirements of listing, reading and counting. */
export const reading: SceneRequirement[] = [
  {
    title: 'list letters without their frames, page by page',
    async run(scene) {
      const letters = Array.from({ length: 5 }, () => scene.letter())
      await scene.put(...letters)
      const filter = { did: scene.did }
      const first = await scene.store.list(filter, { limit: 3 })
      const rest = await scene.store.list(filter, { limit: 3, after: first.at(-1)!.id })
      assert.deepEqual(keysOf([...first, ...rest]), keysOf(letters))
      assert.equal(first.length, 3)
      assert.ok(!('frame' in first[0]))
    },
  },
  {
    title: 'filter by reason, kind, account and collection',
    async run(scene) {
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
    },
  },
  {
    title: 'read no more frames than asked for, but one',
    async run(scene) {
      const letters = Array.from({ length: 4 }, () =>
        scene.letter({ frame: 'x'.repeat(100), bytes: 100 })
      )
      await scene.put(...letters)
      const read = (maxBytes: number, after?: number) =>
        scene.store.read({ did: scene.did }, { limit: 10, maxBytes, after })
      const two = await read(250)
      assert.deepEqual(keysOf(two), keysOf(letters.slice(0, 2)))
      assert.deepEqual(keysOf(await read(10, two.at(-1)!.id)), [letters[2].key])
    },
  },
  {
    title: 'count letters and bytes for each reason and collection',
    async run(scene) {
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
    },
  },
]
