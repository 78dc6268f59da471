import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
// @ts-expect-error It has no types.
import Database from 'better-sqlite3'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

/**
 * Holds the write lock of the database file, as another process that writes does.
 *
 * @returns a function that releases it
 */
function lockDatabase(): () => void {
  const other = new Database(process.env.DB_PATH!)
  other.exec('begin immediate')
  return () => void (other.open && other.exec('commit') && other.close())
}

test.group('While another process writes to the database', (group) => {
  group.each.setup(fakeServers)

  test('show pages', async ({ assert, cleanup }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    cleanup(lockDatabase())

    await visitor.visit('/')
    assert.equal(visitor.text('[data-testid=me]'), account.handle)
    await visitor.visit('/live/feed')
    assert.equal(visitor.status, 200)
  })

  test('accept a post that has reached the PDS, and show it later', async ({ assert, cleanup }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/')
    const release = lockDatabase()
    cleanup(release)

    await visitor.submit('/statuses', { emoji: '🧠' })
    assert.equal(visitor.status, 200)
    assert.match(visitor.text('[data-testid=pending]')!, /^Your status is posted/)
    assert.equal(visitor.text('[data-testid=me]'), account.handle)
    const [stored] = await account.listRecords('xyz.statusphere.status')
    assert.equal(stored.value.status, '🧠')

    release()
    await eventually(async () => {
      await visitor.visit('/')
      assert.deepEqual(visitor.emojisOf(account), ['🧠'])
    })
  })
})
