import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionRow, StateRow, Stores } from '../types.js'

/**
 * One requirement of the contract. `run` rejects when a store does not meet it.
 */
export interface StoreRequirement {
  title: string
  run(): Promise<void>
}

const NOW = 1_800_000_000_000
const LONG_TEXT = 'é'.repeat(8_000)

function sessionRow(changes: Partial<SessionRow> = {}): SessionRow {
  return {
    id: randomUUID(),
    did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
    handle: 'alice.example.com',
    tokens: LONG_TEXT,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  }
}

function stateRow(changes: Partial<StateRow> = {}): StateRow {
  return {
    id: randomUUID(),
    data: LONG_TEXT,
    browser: randomUUID(),
    address: null,
    expiresAt: NOW,
    ...changes,
  }
}

const countTrue = (answers: boolean[]) => answers.filter(Boolean).length

/**
 * What the rest of the package relies on, for stores of your own. Works with any test runner, on
 * stores that may hold other rows.
 *
 * @param createStores - Called once for each requirement
 *
 * @example
 * for (const { title, run } of storeContract(() => new MyStores(connection))) {
 *   test(title, run)
 * }
 */
export function storeContract(createStores: () => Stores | Promise<Stores>): StoreRequirement[] {
  const requirement = (title: string, run: (stores: Stores) => Promise<void>) => ({
    title,
    run: async () => run(await createStores()),
  })

  return [
    requirement('find a created session', async ({ sessions }) => {
      const row = sessionRow()
      const nameless = sessionRow({ handle: null, did: `did:web:${'a'.repeat(240)}.example.com` })
      await sessions.create(row)
      await sessions.create(nameless)
      assert.deepEqual(await sessions.find(row.id), row)
      assert.deepEqual(await sessions.find(nameless.id), nameless)
      assert.equal(await sessions.find('unknown'), null)
    }),

    requirement('update only the given columns of one session', async ({ sessions }) => {
      const [row, other] = [sessionRow(), sessionRow()]
      await sessions.create(row)
      await sessions.create(other)

      assert.equal(await sessions.update(row.id, { tokens: 'new', updatedAt: NOW + 1 }), true)
      assert.deepEqual(await sessions.find(row.id), { ...row, tokens: 'new', updatedAt: NOW + 1 })
      assert.equal(await sessions.update(row.id, { handle: null }), true)
      const nameless = await sessions.find(row.id)
      assert.equal(nameless?.handle, null)
      assert.deepEqual(await sessions.find(other.id), other)
    }),

    requirement('return false when the session to update does not exist', async (stores) => {
      const { sessions } = stores
      assert.equal(await sessions.update('unknown', { tokens: 'new' }), false)
      assert.equal(await sessions.find('unknown'), null)
    }),

    requirement('return true when an update changes nothing', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      assert.equal(await sessions.update(row.id, { tokens: row.tokens }), true)
    }),

    requirement('delete a session for only one of many callers', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      const answers = await Promise.all(Array.from({ length: 5 }, () => sessions.delete(row.id)))
      assert.equal(countTrue(answers), 1)
      assert.equal(await sessions.find(row.id), null)
    }),

    requirement('lock a session for only one of many callers', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) => sessions.lock(row.id, `${index}`, NOW, NOW + 10))
      )
      assert.equal(countTrue(answers), 1)
      assert.deepEqual(await sessions.find(row.id), row)
    }),

    requirement('renew the lease of its owner', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      assert.equal(await sessions.lock(row.id, 'a', NOW, NOW + 10), true)
      assert.equal(await sessions.lock(row.id, 'a', NOW + 5, NOW + 15), true)
      assert.equal(await sessions.lock(row.id, 'b', NOW + 12, NOW + 20), false)
    }),

    requirement('expire a lease', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      await sessions.lock(row.id, 'a', NOW, NOW + 10)
      assert.equal(await sessions.lock(row.id, 'b', NOW + 9, NOW + 20), false)
      assert.equal(await sessions.lock(row.id, 'b', NOW + 11, NOW + 20), true)
      // Too late: the lease is another's by now.
      assert.equal(await sessions.lock(row.id, 'a', NOW + 12, NOW + 30), false)
      await sessions.unlock(row.id, 'a')
      assert.equal(await sessions.lock(row.id, 'c', NOW + 12, NOW + 30), false)
    }),

    requirement('release the lease of its owner', async ({ sessions }) => {
      const row = sessionRow()
      await sessions.create(row)
      await sessions.lock(row.id, 'a', NOW, NOW + 10)
      await sessions.unlock(row.id, 'a')
      assert.equal(await sessions.lock(row.id, 'b', NOW, NOW + 10), true)
    }),

    requirement('lock no session that does not exist', async ({ sessions }) => {
      assert.equal(await sessions.lock('unknown', 'a', NOW, NOW + 10), false)
      await sessions.unlock('unknown', 'a')
    }),

    requirement(
      'prune sessions that were not refreshed since a given time',
      async ({ sessions }) => {
        const [old, recent] = [sessionRow({ updatedAt: NOW - 1 }), sessionRow()]
        await sessions.create(old)
        await sessions.create(recent)
        await sessions.prune(NOW)
        assert.equal(await sessions.find(old.id), null)
        assert.deepEqual(await sessions.find(recent.id), recent)
      }
    ),

    requirement('find a created state', async ({ states }) => {
      const row = stateRow()
      await states.create(row)
      assert.deepEqual(await states.find(row.id), row)
      assert.equal(await states.find('unknown'), null)
    }),

    requirement('consume a state for only one of many callers', async ({ states }) => {
      const row = stateRow()
      await states.create(row)
      const answers = await Promise.all(Array.from({ length: 5 }, () => states.delete(row.id)))
      assert.equal(countTrue(answers), 1)
      assert.equal(await states.find(row.id), null)
    }),

    requirement('trim the oldest states of one browser or address', async ({ states }) => {
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
    }),

    requirement('prune states that have expired', async ({ states }) => {
      const [old, recent] = [stateRow({ expiresAt: NOW - 1 }), stateRow({ expiresAt: NOW })]
      await states.create(old)
      await states.create(recent)
      await states.prune(NOW)
      assert.equal(await states.find(old.id), null)
      assert.deepEqual(await states.find(recent.id), recent)
    }),
  ]
}
