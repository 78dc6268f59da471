import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { GrantRow } from '../../types.js'
import { countTrue, grantRow, newTokens, NOW, type StoresRequirement } from './rows.js'

/** What is changed, deleted and pruned of grants. */
export const changing: StoresRequirement[] = [
  {
    title: 'change only what is named, of one grant only',
    async run({ grants }) {
      const [row, other] = [grantRow(), grantRow()]
      await grants.create(row)
      await grants.create(other)

      assert.equal(await grants.update(row.id, { handle: null, lastUsedAt: NOW + 1 }), true)
      assert.deepEqual(await grants.find(row.id), { ...row, handle: null, lastUsedAt: NOW + 1 })
      assert.equal(await grants.update(row.id, { handle: null }), true)
      assert.equal(await grants.update(row.id, { isBackground: true, sessionId: null }), true)
      assert.deepEqual(await grants.find(other.id), other)
    },
  },
  {
    title: 'return false for an update rather than create a row',
    async run({ grants }) {
      const id = randomUUID()
      assert.equal(await grants.update(id, { handle: null }), false)
      assert.equal(await grants.saveTokens(id, 1, newTokens()), false)
      assert.equal(await grants.find(id), null)
    },
  },
  {
    title: 'save the tokens of one of many callers',
    async run({ grants }) {
      const row = grantRow({ version: 3 })
      await grants.create(row)
      const results = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          grants.saveTokens(row.id, 3, newTokens({ tokens: `${index}` }))
        )
      )
      assert.equal(countTrue(results), 1)
      const saved = newTokens({ tokens: `${results.indexOf(true)}` })
      assert.deepEqual(await grants.find(row.id), { ...row, ...saved, version: 4 })
      assert.equal(await grants.saveTokens(row.id, 3, newTokens()), false)
    },
  },
  {
    title: 'let one of many callers delete a grant',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      const results = await Promise.all(Array.from({ length: 5 }, () => grants.delete(row.id)))
      assert.equal(countTrue(results), 1)
      assert.equal(await grants.find(row.id), null)
    },
  },
  {
    title: 'keep a grant that does not meet the conditions',
    async run({ grants }) {
      const row = grantRow()
      await grants.create(row)
      assert.equal(await grants.delete(row.id, { version: 2 }), false)
      assert.equal(await grants.delete(row.id, { usedBefore: NOW }), false)
      assert.deepEqual(await grants.find(row.id), row)
      assert.equal(await grants.delete(row.id, { version: 1, usedBefore: NOW + 1 }), true)
    },
  },
  {
    title: 'delete every grant of an account',
    async run({ grants }) {
      const did = `did:web:${randomUUID()}.example.com`
      const [first, second, other] = [grantRow({ did }), grantRow({ did }), grantRow()]
      for (const row of [first, second, other]) await grants.create(row)
      const deleted = await Promise.all(Array.from({ length: 3 }, () => grants.deleteByDid(did)))
      const byId = (a: GrantRow, b: GrantRow) => (a.id < b.id ? -1 : 1)
      assert.deepEqual(deleted.flat().sort(byId), [first, second].sort(byId))
      assert.deepEqual(await grants.findByDid(did), { rows: [], cursor: null })
      assert.deepEqual(await grants.deleteByDid(did), [])
      assert.deepEqual(await grants.find(other.id), other)
    },
  },
  {
    title: 'prune grants that were not refreshed for long',
    async run({ grants }) {
      const [old, recent] = [grantRow({ updatedAt: NOW - 1 }), grantRow()]
      await grants.create(old)
      await grants.create(recent)
      assert.ok((await grants.prune(NOW)) >= 1)
      assert.equal(await grants.prune(NOW), 0)
      assert.equal(await grants.find(old.id), null)
      assert.deepEqual(await grants.find(recent.id), recent)
    },
  },
]
