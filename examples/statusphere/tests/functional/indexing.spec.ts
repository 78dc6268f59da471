import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import tap from 'adonisjs-atproto-tap/services/main'
import type { TapFake } from 'adonisjs-atproto-tap/testing'
import { tapEvents } from 'adonisjs-atproto-tap/testing'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import { fake as servers, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

function statusOf(status: string, date = '2026-01-01T00:00:00.000Z') {
  return { status, createdAt: l.asDatetimeString(date) }
}

/** The emojis on the page of an account, from top to bottom. */
async function shownOf({ did }: { did: string }): Promise<string[]> {
  const guest = await new Visitor().visit(`/profile/${did}`)
  return guest.texts('[data-testid=feed] [data-testid=status-emoji]')
}

test.group('Indexing', (group) => {
  let fake: TapFake

  group.each.setup(() => {
    fake = tap.fake()
    return () => fake.restore()
  })

  test('show a status as it was written last, until it is deleted', async ({ assert }) => {
    const created = tapEvents.create(xyz.statusphere.status, statusOf('👍'))
    const updated = tapEvents.update(created, statusOf('💙'))

    await tap.dispatch(created)
    await tap.dispatch(created)
    assert.deepEqual(await shownOf(created), ['👍'])
    await tap.dispatch(updated)
    await tap.dispatch(created)
    assert.deepEqual(await shownOf(created), ['💙'])
    await tap.dispatch(tapEvents.delete(updated))
    await tap.dispatch(updated)
    assert.deepEqual(await shownOf(created), [])
    fake.assertNothingParked()
  })

  test('keep a status deleted when its create event arrives late', async ({ assert }) => {
    const created = tapEvents.create(xyz.statusphere.status, statusOf('👍'))
    await tap.dispatch(tapEvents.delete(created))
    await tap.dispatch(created)
    assert.deepEqual(await shownOf(created), [])

    await tap.dispatch(tapEvents.update(created, statusOf('💙')))
    assert.deepEqual(await shownOf(created), ['💙'])
  })

  test('keep a row without the emoji when a status is deleted', async ({ assert }) => {
    const created = tapEvents.create(xyz.statusphere.status, statusOf('👍'))
    await tap.dispatch(created)
    await tap.dispatch(tapEvents.delete(created))

    assert.isNull(await Status.find(created.uri))
    const row = await Status.withTombstones().where({ uri: created.uri }).firstOrFail()
    assert.isNull(row.emoji)
    assert.isTrue(row.isDeleted)
  })

  test('ignore events of a deleted account', async ({ assert }) => {
    const created = tapEvents.create(xyz.statusphere.status, statusOf('👍'))
    const late = tapEvents.update(created, statusOf('💙'))
    await tap.dispatch(created)
    await tap.dispatch(tapEvents.identity({ did: created.did, status: 'deleted' }))
    await tap.dispatch(late)

    assert.deepEqual(await shownOf(created), [])
    assert.isEmpty(await Status.query().where('did', created.did))
    fake.assertNothingParked()
  })

  test('sort a record with a future date by the time it was indexed', async ({ assert }) => {
    const future = tapEvents.create(
      xyz.statusphere.status,
      statusOf('🔮', '2999-01-01T00:00:00.000Z')
    )
    await tap.dispatch(future)
    const { postedAt } = await Status.findOrFail(future.uri)
    await eventually(() => assert.isAbove(Date.now(), Date.parse(postedAt)))

    const { did } = future
    const later = statusOf('🐢', new Date().toISOString())
    await tap.dispatch(tapEvents.create(xyz.statusphere.status, later, { did }))
    assert.deepEqual(await shownOf(future), ['🐢', '🔮'])
  })

  test('hide a status when an update makes it invalid', async ({ assert }) => {
    const created = tapEvents.create(xyz.statusphere.status, statusOf('👍'))
    await tap.dispatch(created)
    await tap.dispatch(tapEvents.update(created, statusOf('not an emoji')))

    assert.deepEqual(await shownOf(created), [])
    fake.assertNothingParked()
  })
})

test.group('Indexing, of accounts that sign in', (group) => {
  group.each.setup(fakeServers)

  test('follow an account that signs in', async ({ assert, cleanup }) => {
    const fake = tap.fake()
    cleanup(() => fake.restore())
    const account = await servers().createAccount()
    fake.assertNotFollowed(account.did)
    const visitor = await new Visitor().signIn(account)
    assert.equal(visitor.text('[data-testid=me]'), account.handle)
    await eventually(() => fake.assertFollowed(account.did))
  })
})
