import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { countTrue, grantRow, HOUR, newTokens, type StoresRequirement } from './rows.js'

/** The lease of who refreshes a grant. */
export const leases: StoresRequirement[] = [
  {
    title: 'save tokens whoever has the lease, and release it',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      await grants.lock(row.id, 'a', HOUR, 1)
      await grants.markSent(row.id, 'a', HOUR)
      assert.equal(await grants.saveTokens(row.id, 1, newTokens()), true)
      assert.deepEqual(await grants.find(row.id), { ...row, ...newTokens(), version: 2 })
      assert.equal(await grants.lock(row.id, 'b', HOUR, 2), true)
    },
  },
  {
    title: 'give a lease to one of many callers',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      const results = await Promise.all(
        Array.from({ length: 5 }, (_, index) => grants.lock(row.id, `${index}`, HOUR, 1))
      )
      assert.equal(countTrue(results), 1)
      assert.deepEqual(await grants.find(row.id), row)
    },
  },
  {
    title: 'let the owner of a lease renew it',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      assert.equal(await grants.lock(row.id, 'a', 1, 1), true)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 1), true)
      await sleep(20)
      assert.equal(await grants.lock(row.id, 'b', HOUR, 1), false)
    },
  },
  {
    title: "let a lease expire by the store's own clock",
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      await grants.lock(row.id, 'a', 1, 1)
      await sleep(20)
      const { now } = Date
      Date.now = () => now() - HOUR
      try {
        assert.equal(await grants.lock(row.id, 'b', HOUR, 1), true)
        Date.now = () => now() + 2 * HOUR
        assert.equal(await grants.lock(row.id, 'c', HOUR, 1), false)
      } finally {
        Date.now = now
      }
      // Too late: the lease is another's by now.
      assert.equal(await grants.markSent(row.id, 'a', HOUR), false)
      await grants.unlock(row.id, 'a', 1)
      assert.deepEqual(await grants.find(row.id), row)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 1), false)
    },
  },
  {
    title: 'mark a version as sent, and renew the lease',
    async run({ grants }) {
      const row = grantRow({ version: 7 })
      await grants.create(row)
      assert.equal(await grants.markSent(row.id, 'a', HOUR), false)
      await grants.lock(row.id, 'a', 1, 7)
      assert.equal(await grants.markSent(row.id, 'a', HOUR), true)
      assert.deepEqual(await grants.find(row.id), { ...row, sentVersion: 7 })
      await sleep(20)
      assert.equal(await grants.lock(row.id, 'b', HOUR, 7), false)
    },
  },
  {
    title: 'release a lease',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      await grants.lock(row.id, 'a', HOUR, 1)
      await grants.unlock(row.id, 'a', 1)
      assert.deepEqual(await grants.find(row.id), { ...row, sentVersion: 1 })
      assert.equal(await grants.lock(row.id, 'b', HOUR, 1), true)
      await grants.unlock(row.id, 'b', null)
      assert.deepEqual(await grants.find(row.id), row)
    },
  },
  {
    title: 'give no lease on another version, or on no row',
    async run({ grants }) {
      const row = grantRow({ version: 2 })
      await grants.create(row)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 1), false)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 2), true)
      const id = randomUUID()
      assert.equal(await grants.lock(id, 'a', HOUR, 1), false)
      await grants.unlock(id, 'a', null)
    },
  },
]
