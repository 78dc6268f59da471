import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { countTrue, NOW, stateRow, type StoresRequirement } from './rows.js'

/** The states of sign-ins under way. */
export const pendingSignIns: StoresRequirement[] = [
  {
    title: 'find a state as it was created',
    async run({ states }) {
      const row = stateRow()
      await states.create(row)
      assert.deepEqual(await states.find(row.id), row)
      assert.equal(await states.find('unknown'), null)
    },
  },
  {
    title: 'let one of many callers consume a state',
    async run({ states }) {
      const row = stateRow()
      await states.create(row)
      const results = await Promise.all(Array.from({ length: 5 }, () => states.delete(row.id)))
      assert.equal(countTrue(results), 1)
      assert.equal(await states.find(row.id), null)
    },
  },
  {
    title: 'trim the oldest states of one browser or address',
    async run({ states }) {
      const [browser, address] = [randomUUID(), randomUUID()]
      const rows = [3, 1, 2].map((age) => stateRow({ browser, address, expiresAt: NOW - age }))
      const others = [stateRow({ expiresAt: NOW - 9 }), stateRow({ address: browser })]
      for (const row of [...rows, ...others]) await states.create(row)
      const left = async () => {
        const found = await Promise.all(rows.map(({ id }) => states.find(id)))
        return found.map((row) => row !== null)
      }

      await states.trim('browser', browser, 3)
      assert.deepEqual(await left(), [true, true, true])
      await states.trim('address', address, 2)
      assert.deepEqual(await left(), [false, true, true])
      await states.trim('browser', browser, 1)
      assert.deepEqual(await left(), [false, true, false])
      for (const row of others) assert.deepEqual(await states.find(row.id), row)
    },
  },
  {
    title: 'prune states that have expired',
    async run({ states }) {
      const [old, recent] = [stateRow({ expiresAt: NOW - 1 }), stateRow({ expiresAt: NOW })]
      await states.create(old)
      await states.create(recent)
      assert.ok((await states.prune(NOW)) >= 1)
      assert.equal(await states.prune(NOW), 0)
      assert.equal(await states.find(old.id), null)
      assert.deepEqual(await states.find(recent.id), recent)
    },
  },
]
