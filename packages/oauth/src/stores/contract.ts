import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GrantRow, GrantTokens, StateRow, Stores } from '../types.js'

/**
 * One requirement of the contract. `run` rejects when a store does not meet it.
 */
export interface StoreRequirement {
  title: string
  run(): Promise<void>
}

const NOW = 1_800_000_000_000
const HOUR = 60 * 60 * 1000
const LONG_TEXT = 'é'.repeat(8_000)

function grantRow(changes: Partial<GrantRow> = {}): GrantRow {
  return {
    id: randomUUID(),
    sessionId: randomUUID(),
    did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
    handle: 'alice.example.com',
    issuer: 'https://server.example.com',
    scope: 'atproto repo:xyz.statusphere.status',
    keyId: 'key-1',
    tokens: LONG_TEXT,
    expiresAt: NOW + HOUR,
    version: 1,
    sentVersion: null,
    isBackground: false,
    userAgent: 'Mozilla/5.0',
    createdAt: NOW,
    updatedAt: NOW,
    lastUsedAt: NOW,
    ...changes,
  }
}

function newTokens(changes: Partial<GrantTokens> = {}): GrantTokens {
  const updatedAt = NOW + 1
  return { tokens: 'new', scope: 'atproto', keyId: null, expiresAt: null, updatedAt, ...changes }
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

const countTrue = (results: boolean[]) => results.filter(Boolean).length

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
    requirement('find a grant as it was created', async ({ grants }) => {
      const row = grantRow()
      const sparse = grantRow({
        did: `did:web:${'a'.repeat(240)}.example.com`,
        sessionId: null,
        handle: null,
        keyId: null,
        expiresAt: null,
        userAgent: null,
        isBackground: true,
      })
      await grants.create(row)
      await grants.create(sparse)
      assert.deepEqual(await grants.find(row.id), row)
      assert.deepEqual(await grants.find(sparse.id), sparse)
      assert.equal(await grants.find(randomUUID()), null)
    }),

    requirement('find a grant by the session that holds it', async ({ grants }) => {
      const [row, held, free] = [grantRow(), grantRow(), grantRow({ sessionId: null })]
      for (const each of [row, held, free]) await grants.create(each)
      assert.deepEqual(await grants.findBySession(row.sessionId!), row)
      assert.equal(await grants.findBySession(row.id), null)

      await grants.update(held.id, { sessionId: null })
      assert.equal(await grants.findBySession(held.sessionId!), null)
      assert.deepEqual(await grants.find(held.id), { ...held, sessionId: null })
    }),

    requirement('count the grants of each private key', async ({ grants }) => {
      const [first, second] = [randomUUID(), randomUUID()]
      const keyIds = [first, second, first, null]
      for (const keyId of keyIds) await grants.create(grantRow({ keyId }))

      const rows = await grants.countByKey()
      const counts = new Map(rows.map((it) => [it.keyId, it.count]))
      assert.equal(counts.get(first), 2)
      assert.equal(counts.get(second), 1)
      assert.ok(counts.get(null)! >= 1)
    }),

    requirement('find every grant of an account, page by page', async ({ grants }) => {
      const did = `did:web:${randomUUID()}.example.com`
      const rows = Array.from({ length: 5 }, () => grantRow({ did }))
      for (const row of [...rows, grantRow()]) await grants.create(row)

      const found: GrantRow[] = []
      let cursor: string | null | undefined
      do {
        const page = await grants.findByDid(did, { limit: 2, cursor: cursor ?? undefined })
        assert.ok(page.rows.length <= 2)
        found.push(...page.rows)
        cursor = page.cursor
      } while (cursor)
      const byId = (a: GrantRow, b: GrantRow) => (a.id < b.id ? -1 : 1)
      assert.deepEqual(found.sort(byId), rows.sort(byId))
      assert.deepEqual(await grants.findByDid('did:web:nobody.example.com'), {
        rows: [],
        cursor: null,
      })
    }),

    requirement('find idle grants, but no background ones', async ({ grants }) => {
      const [idle, used] = [grantRow({ lastUsedAt: NOW - 1 }), grantRow()]
      const background = grantRow({ lastUsedAt: NOW - 1, isBackground: true })
      for (const row of [idle, used, background]) await grants.create(row)

      const found = await grants.findIdle(NOW, 1_000)
      const ids = found.map(({ id }) => id)
      assert.ok(ids.includes(idle.id))
      assert.ok(!ids.includes(used.id))
      assert.ok(!ids.includes(background.id))
      const first = await grants.findIdle(NOW, 1)
      assert.equal(first.length, 1)
      await grants.delete(idle.id)
    }),

    requirement('change only what is named, of one grant only', async ({ grants }) => {
      const [row, other] = [grantRow(), grantRow()]
      await grants.create(row)
      await grants.create(other)

      assert.equal(await grants.update(row.id, { handle: null, lastUsedAt: NOW + 1 }), true)
      assert.deepEqual(await grants.find(row.id), { ...row, handle: null, lastUsedAt: NOW + 1 })
      assert.equal(await grants.update(row.id, { handle: null }), true)
      assert.equal(await grants.update(row.id, { isBackground: true, sessionId: null }), true)
      assert.deepEqual(await grants.find(other.id), other)
    }),

    requirement('return false for an update rather than create a row', async ({ grants }) => {
      const id = randomUUID()
      assert.equal(await grants.update(id, { handle: null }), false)
      assert.equal(await grants.saveTokens(id, 1, newTokens()), false)
      assert.equal(await grants.find(id), null)
    }),

    requirement('save the tokens of one of many callers', async ({ grants }) => {
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
    }),

    requirement('save tokens whoever has the lease, and release it', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      await grants.lock(row.id, 'a', HOUR, 1)
      await grants.markSent(row.id, 'a', HOUR)
      assert.equal(await grants.saveTokens(row.id, 1, newTokens()), true)
      assert.deepEqual(await grants.find(row.id), { ...row, ...newTokens(), version: 2 })
      assert.equal(await grants.lock(row.id, 'b', HOUR, 2), true)
    }),

    requirement('let one of many callers delete a grant', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      const results = await Promise.all(Array.from({ length: 5 }, () => grants.delete(row.id)))
      assert.equal(countTrue(results), 1)
      assert.equal(await grants.find(row.id), null)
    }),

    requirement('keep a grant that does not meet the conditions', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      assert.equal(await grants.delete(row.id, { version: 2 }), false)
      assert.equal(await grants.delete(row.id, { usedBefore: NOW }), false)
      assert.deepEqual(await grants.find(row.id), row)
      assert.equal(await grants.delete(row.id, { version: 1, usedBefore: NOW + 1 }), true)
    }),

    requirement('delete every grant of an account', async ({ grants }) => {
      const did = `did:web:${randomUUID()}.example.com`
      const [first, second, other] = [grantRow({ did }), grantRow({ did }), grantRow()]
      for (const row of [first, second, other]) await grants.create(row)
      const deleted = await Promise.all(Array.from({ length: 3 }, () => grants.deleteByDid(did)))
      const byId = (a: GrantRow, b: GrantRow) => (a.id < b.id ? -1 : 1)
      assert.deepEqual(deleted.flat().sort(byId), [first, second].sort(byId))
      assert.deepEqual(await grants.findByDid(did), { rows: [], cursor: null })
      assert.deepEqual(await grants.deleteByDid(did), [])
      assert.deepEqual(await grants.find(other.id), other)
    }),

    requirement('give a lease to one of many callers', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      const results = await Promise.all(
        Array.from({ length: 5 }, (_, index) => grants.lock(row.id, `${index}`, HOUR, 1))
      )
      assert.equal(countTrue(results), 1)
      assert.deepEqual(await grants.find(row.id), row)
    }),

    requirement('let the owner of a lease renew it', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      assert.equal(await grants.lock(row.id, 'a', 1, 1), true)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 1), true)
      await sleep(20)
      assert.equal(await grants.lock(row.id, 'b', HOUR, 1), false)
    }),

    requirement("let a lease expire by the store's own clock", async ({ grants }) => {
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
    }),

    requirement('mark a version as sent, and renew the lease', async ({ grants }) => {
      const row = grantRow({ version: 7 })
      await grants.create(row)
      assert.equal(await grants.markSent(row.id, 'a', HOUR), false)
      await grants.lock(row.id, 'a', 1, 7)
      assert.equal(await grants.markSent(row.id, 'a', HOUR), true)
      assert.deepEqual(await grants.find(row.id), { ...row, sentVersion: 7 })
      await sleep(20)
      assert.equal(await grants.lock(row.id, 'b', HOUR, 7), false)
    }),

    requirement('release a lease', async ({ grants }) => {
      const row = grantRow()
      await grants.create(row)
      await grants.lock(row.id, 'a', HOUR, 1)
      await grants.unlock(row.id, 'a', 1)
      assert.deepEqual(await grants.find(row.id), { ...row, sentVersion: 1 })
      assert.equal(await grants.lock(row.id, 'b', HOUR, 1), true)
      await grants.unlock(row.id, 'b', null)
      assert.deepEqual(await grants.find(row.id), row)
    }),

    requirement('give no lease on another version, or on no row', async ({ grants }) => {
      const row = grantRow({ version: 2 })
      await grants.create(row)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 1), false)
      assert.equal(await grants.lock(row.id, 'a', HOUR, 2), true)
      const id = randomUUID()
      assert.equal(await grants.lock(id, 'a', HOUR, 1), false)
      await grants.unlock(id, 'a', null)
    }),

    requirement('prune grants that were not refreshed for long', async ({ grants }) => {
      const [old, recent] = [grantRow({ updatedAt: NOW - 1 }), grantRow()]
      await grants.create(old)
      await grants.create(recent)
      assert.ok((await grants.prune(NOW)) >= 1)
      assert.equal(await grants.prune(NOW), 0)
      assert.equal(await grants.find(old.id), null)
      assert.deepEqual(await grants.find(recent.id), recent)
    }),

    requirement('find a state as it was created', async ({ states }) => {
      const row = stateRow()
      await states.create(row)
      assert.deepEqual(await states.find(row.id), row)
      assert.equal(await states.find('unknown'), null)
    }),

    requirement('let one of many callers consume a state', async ({ states }) => {
      const row = stateRow()
      await states.create(row)
      const results = await Promise.all(Array.from({ length: 5 }, () => states.delete(row.id)))
      assert.equal(countTrue(results), 1)
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
      assert.ok((await states.prune(NOW)) >= 1)
      assert.equal(await states.prune(NOW), 0)
      assert.equal(await states.find(old.id), null)
      assert.deepEqual(await states.find(recent.id), recent)
    }),
  ]
}
