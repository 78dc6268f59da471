import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { GrantInfo, GrantRow } from '../../types.js'
import { grantRow, NOW, type StoresRequirement } from './rows.js'

/** What pages need. A store may return more. */
const INFO: (keyof GrantInfo)[] = [
  'id',
  'sessionId',
  'did',
  'handle',
  'issuer',
  'scope',
  'version',
  'isBackground',
  'lastUsedAt',
]

/** What is found of grants. */
export const finding: StoresRequirement[] = [
  {
    title: 'find a grant as it was created',
    async run({ grants }) {
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
    },
  },
  {
    title: 'find a grant by the session that holds it',
    async run({ grants }) {
      const [row, held, free] = [grantRow(), grantRow(), grantRow({ sessionId: null })]
      for (const each of [row, held, free]) await grants.create(each)
      const found = await grants.findBySession(row.sessionId!)
      for (const key of INFO) assert.deepEqual(found?.[key], row[key])
      assert.equal(await grants.findBySession(row.id), null)

      await grants.update(held.id, { sessionId: null })
      assert.equal(await grants.findBySession(held.sessionId!), null)
      assert.deepEqual(await grants.find(held.id), { ...held, sessionId: null })
    },
  },
  {
    title: 'count the grants of each private key',
    async run({ grants }) {
      const [first, second] = [randomUUID(), randomUUID()]
      const keyIds = [first, second, first, null]
      for (const keyId of keyIds) await grants.create(grantRow({ keyId }))

      const rows = await grants.countByKey()
      const counts = new Map(rows.map((it) => [it.keyId, it.count]))
      assert.equal(counts.get(first), 2)
      assert.equal(counts.get(second), 1)
      assert.ok(counts.get(null)! >= 1)
    },
  },
  {
    title: 'find every grant of an account, page by page',
    async run({ grants }) {
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
    },
  },
  {
    title: 'find idle grants, but no background ones',
    async run({ grants }) {
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
    },
  },
]
