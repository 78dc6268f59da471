import { join } from 'node:path'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
// @ts-expect-error It has no types.
import Database from 'better-sqlite3'
import { shareDatabaseFile } from '#helpers/sqlite'

/** Opens a file twice: as the app does, and as a process that writes to it. */
async function openTwice() {
  const file = join(await tempFolder(), 'db.sqlite3')
  const ours = new Database(file)
  shareDatabaseFile(ours)
  const theirs = new Database(file)
  theirs.exec('create table statuses (emoji text)')
  return { ours, theirs }
}

const INSERT = "insert into statuses values ('🚀')"
const SELECT = 'select emoji from statuses'

test.group('shareDatabaseFile', () => {
  test('return at once while another process writes, and write after it', async ({ assert }) => {
    const { ours, theirs } = await openTwice()
    theirs.exec('begin immediate')

    // The driver blocks the process for this long.
    assert.equal(ours.pragma('busy_timeout', { simple: true }), 0)
    const writing = ours.prepare(INSERT).run([])
    assert.isEmpty(await ours.prepare(SELECT).all([]))

    theirs.exec('commit')
    assert.equal((await writing).changes, 1)
    assert.lengthOf(await ours.prepare(SELECT).all([]), 1)
  })

  test('let a transaction read and then write while another process writes, too', async ({
    assert,
  }) => {
    const { ours, theirs } = await openTwice()
    await ours.prepare('BEGIN;').run([])
    await ours.prepare(SELECT).all([])
    assert.throws(() => theirs.pragma('busy_timeout = 0') && theirs.exec(INSERT), /locked/)

    await ours.prepare(INSERT).run([])
    await ours.prepare('COMMIT;').run([])
    theirs.exec(INSERT)
    assert.lengthOf(await ours.prepare(SELECT).all([]), 2)
  })

  test('compile a statement once, and see what was changed since', async ({ assert }) => {
    const { ours, theirs } = await openTwice()
    const all = 'select * from statuses'
    assert.isEmpty(await ours.prepare(all).all([]))
    assert.strictEqual(ours.prepare(all), ours.prepare(all))

    theirs.exec(INSERT)
    theirs.exec("alter table statuses add column uri text default 'at://x'")
    assert.deepEqual(await ours.prepare(all).all([]), [{ emoji: '🚀', uri: 'at://x' }])
  })

  test('reject other errors at once', async ({ assert }) => {
    const { ours } = await openTwice()
    await ours.prepare('create unique index one on statuses (emoji)').run([])
    await ours.prepare(INSERT).run([])
    await assert.rejects(() => ours.prepare(INSERT).run([]), /UNIQUE/)
  })
})
