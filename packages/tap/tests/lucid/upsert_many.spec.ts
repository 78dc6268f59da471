import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { onEachDatabase } from '@tests/support/databases'
import { deleteAccount, deleteMany, upsertMany } from '../../src/lucid/main.js'
import { ALICE, BOB } from '../helpers.js'
import { createStatuses, rev, Status, version } from './helpers.js'

const emojis = async () => {
  const rows = await Status.query().orderBy('uri')
  return rows.map(({ uri, emoji }) => [uri.slice(uri.lastIndexOf('/') + 1), emoji])
}

onEachDatabase('Writing records', (database) => {
  test('write rows that are new, and replace those that are older', async ({ assert }) => {
    await createStatuses(database)
    await upsertMany(Status, [{ ...version('a', 1), emoji: '👍' }])
    await upsertMany(Status, [
      { ...version('b', 2), emoji: '💙' },
      { ...version('a', 2), emoji: '🎉' },
    ])
    assert.deepEqual(await emojis(), [
      ['a', '🎉'],
      ['b', '💙'],
    ])
    const stored = await Status.findOrFail(version('a', 2).uri)
    assert.containSubset(stored.serialize(), { ...version('a', 2), isDeleted: false })
  })

  test('keep the row when the same event or an older one comes', async ({ assert }) => {
    await createStatuses(database)
    await upsertMany(Status, [{ ...version('a', 2), emoji: '🎉' }])
    await upsertMany(Status, [{ ...version('a', 2), emoji: 'same' }])
    await upsertMany(Status, [{ ...version('a', 1), emoji: 'older' }])
    await deleteMany(Status, [version('a', 1)])
    assert.deepEqual(await emojis(), [['a', '🎉']])
  })

  test('take the newest of several rows of one record', async ({ assert }) => {
    await createStatuses(database)
    await upsertMany(
      Status,
      [2, 3, 1].map((number) => ({ ...version('a', number), emoji: String(number) }))
    )
    assert.deepEqual(await emojis(), [['a', '3']])
  })

  test('delete a record, and keep a late create from bringing it back', async ({ assert }) => {
    const { db } = await createStatuses(database)
    await upsertMany(Status, [{ ...version('a', 1), emoji: '👍', note: 'secret' }])
    await deleteMany(Status, [version('a', 3)])
    await upsertMany(Status, [{ ...version('a', 2), emoji: 'late' }])
    assert.deepEqual(await emojis(), [])
    const [row] = await db.from('statuses').where('uri', version('a', 1).uri)
    assert.containSubset(row, { rev: rev(3), emoji: null, note: null })

    await upsertMany(Status, [{ ...version('a', 4), emoji: 'again' }])
    assert.deepEqual(await emojis(), [['a', 'again']])
  })

  test('delete a record that was never stored', async ({ assert }) => {
    await createStatuses(database)
    await deleteMany(Status, [version('a', 2), version('a', 1)])
    await upsertMany(Status, [{ ...version('a', 1), emoji: 'late' }])
    assert.deepEqual(await emojis(), [])
  })

  test('distinguish record keys by case, however long they are', async ({ assert }) => {
    await createStatuses(database)
    const keys = ['A', 'a'].map((key) => key.repeat(512))
    await upsertMany(
      Status,
      keys.map((key) => ({ ...version(key, 1), emoji: key[0] }))
    )
    assert.deepEqual(
      await emojis(),
      keys.map((key) => [key, key[0]])
    )
  })

  test('set columns to null that the newer record leaves out', async ({ assert }) => {
    await createStatuses(database)
    await upsertMany(Status, [{ ...version('a', 1), emoji: '👍', note: 'old' }])
    await upsertMany(Status, [{ ...version('a', 2), emoji: '👍', note: undefined }])
    const status = await Status.findOrFail(version('a', 1).uri)
    assert.isNull(status.note)
  })

  test('write more rows at once than fit into one statement', async ({ assert }) => {
    await createStatuses(database)
    const rows = Array.from({ length: 12_000 }, (_, index) => ({
      ...version(`r${index}`, 1),
      emoji: '👍',
      note: index < 3 ? 'x'.repeat(900_000) : null,
    }))
    await upsertMany(Status, rows)
    await deleteMany(Status, rows)
    const [{ total }] = await Status.query().count('* as total').pojo<{ total: number }>()
    assert.equal(Number(total), 12_000)
  }).timeout(60_000)

  test('write in the given transaction', async ({ assert }) => {
    const { db } = await createStatuses(database)
    const trx = await db.transaction()
    await upsertMany(Status, [{ ...version('a', 1), emoji: '👍' }], { client: trx })
    await deleteMany(Status, [version('b', 1)], { client: trx })
    await trx.rollback()
    const rows = await Status.withTombstones().where('did', ALICE)
    assert.lengthOf(rows, 0)
  })

  test('write nothing when nothing is given', async ({ assert }) => {
    await createStatuses(database)
    await upsertMany(Status, [])
    await deleteMany(Status, [])
    assert.deepEqual(await emojis(), [])
  })
})

onEachDatabase('Deleting an account', (database) => {
  test('delete the rows of the account, and no others', async ({ assert }) => {
    const { db } = await createStatuses(database)
    await upsertMany(Status, [
      { ...version('a', 1), emoji: '👍' },
      { ...version('b', 1, BOB), emoji: '💙' },
    ])
    await deleteMany(Status, [version('c', 1)])
    await deleteAccount(Status, ALICE)
    assert.deepEqual(await emojis(), [['b', '💙']])
    const rows = await db.from('statuses').where('did', ALICE)
    assert.deepEqual(
      rows.map(({ uri }) => uri),
      [`at://${ALICE}`]
    )
  })

  test('remove records whose revision lies in the future', async ({ assert }) => {
    await createStatuses(database)
    const future = { ...version('a', 1), rev: '3zzzzzzzzzzzz' }
    await upsertMany(Status, [{ ...future, emoji: '🔮' }])
    await deleteAccount(Status, ALICE)
    await upsertMany(Status, [{ ...future, emoji: 'late' }])
    assert.deepEqual(await emojis(), [])
  })

  test('ignore late events of the account', async ({ assert }) => {
    await createStatuses(database)
    await deleteAccount(Status, ALICE)
    await upsertMany(Status, [{ ...version('a', 1), emoji: 'late' }])
    await deleteMany(Status, [version('b', 1)])
    assert.deepEqual(await emojis(), [])
  })

  test('accept newer revisions of an account that returns', async ({ assert }) => {
    await createStatuses(database)
    await deleteAccount(Status, ALICE)
    const returned = { ...version('a', 1), rev: '3zzzzzzzzzzzz' }
    await upsertMany(Status, [{ ...returned, emoji: 'back' }])
    assert.deepEqual(await emojis(), [['a', 'back']])
  })

  if (database.dialect === 'sqlite') return // It has one writer at a time.

  test('see a deletion that was committed since the transaction began', async ({ assert }) => {
    const { db } = await createStatuses(database)
    await upsertMany(Status, [{ ...version('b', 1, BOB), emoji: '💙' }])
    const trx = await db.transaction()
    await trx.from('statuses').select('uri')
    await deleteAccount(Status, ALICE)
    await upsertMany(Status, [{ ...version('a', 1), emoji: 'late' }], { client: trx })
    await trx.commit()
    assert.deepEqual(await emojis(), [['b', '💙']])
  })

  test('delete what a transaction that is not committed writes', async ({ assert }) => {
    const { db } = await createStatuses(database)
    const trx = await db.transaction()
    await upsertMany(Status, [{ ...version('a', 1), emoji: 'late' }], { client: trx })
    const deletion = deleteAccount(Status, ALICE)
    // It waits for the transaction. Should it not, it is done by then, and has missed the row.
    await Promise.race([deletion, sleep(300)])
    await trx.commit()
    await deletion
    assert.deepEqual(await emojis(), [])
  })
})
