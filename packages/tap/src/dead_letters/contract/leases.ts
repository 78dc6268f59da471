import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { NOW, type SceneRequirement } from './scene.js'

/** Requirements of the lease for retrying. */
export const leases: SceneRequirement[] = [
  {
    title: 'give the lease to one of many callers',
    async run({ store }) {
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
    },
  },
  {
    title: 'let the lease expire',
    async run({ store }) {
      assert.equal(await store.lock('one', NOW, NOW + 10), true)
      assert.equal(await store.lock('two', NOW + 11, NOW + 20), true)
      assert.equal(await store.lock('one', NOW + 12, NOW + 30), false)
      await store.unlock('one')
      assert.equal(await store.lock('one', NOW + 12, NOW + 30), false)
      await store.unlock('two')
    },
  },
]
