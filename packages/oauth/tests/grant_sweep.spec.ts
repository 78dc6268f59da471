import { test } from '@japa/runner'
import { GrantSweep } from '../src/grants/grant_sweep.js'
import { Grants } from '../src/grants/grants.js'
import { MemoryGrantStore } from '../src/stores/memory.js'
import type { GrantRow } from '../src/types.js'

const MINUTE = 60_000
const SESSION_LIFETIME = 20 * MINUTE

async function createSweep(...rows: Partial<GrantRow>[]) {
  const store = new MemoryGrantStore()
  const created = rows.map((row, index) => {
    const times = { createdAt: 1, updatedAt: Date.now(), lastUsedAt: Date.now() }
    return { id: `${index}`, did: 'did:web:a.test', version: 1, ...times, ...row } as GrantRow
  })
  for (const row of created) await store.create(row)

  const revoked: string[] = []
  const revoke = async ({ id }: GrantRow) => void revoked.push(id)
  const common = { store, sessionLifetime: SESSION_LIFETIME }
  const grants = new Grants({ ...common, seal: null as any, onEnded() {}, revoke })
  const sweep = new GrantSweep({ ...common, grants, logger: console })
  const left = async () => (await grants.findByDid('did:web:a.test')).map(({ id }) => id)
  return { sweep, rows: created, revoked, left }
}

test.group('Grant sweep', () => {
  test('keep one of two background grants of the same millisecond', async ({ assert }) => {
    const background = { isBackground: true, sessionId: null }
    const { sweep, rows, left } = await createSweep(background, background)
    await Promise.all(rows.map((row) => sweep.afterSignIn(row)))
    assert.deepEqual(await left(), ['1'])
  })

  test('end a grant {minutes} minutes after its last use: {isEnded}, for a session of 20')
    .with([
      // The last use is written once per tenth of that time, by a clock that may be off.
      { minutes: 31, isEnded: false },
      { minutes: 33, isEnded: true },
    ])
    .run(async ({ assert }, { minutes, isEnded }) => {
      const { sweep, revoked, left } = await createSweep({
        lastUsedAt: Date.now() - minutes * MINUTE,
      })
      await sweep.run()
      assert.deepEqual(revoked, isEnded ? ['0'] : [])
      assert.lengthOf(await left(), isEnded ? 0 : 1)
    })
})
