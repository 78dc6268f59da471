import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import tap from 'adonisjs-atproto-tap/services/main'
import { tapEvents } from 'adonisjs-atproto-tap/testing'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const createdAt = '2026-01-01T00:00:00.000Z'

async function emojiOf({ uri }: { uri: string }) {
  const status = await Status.query().where({ uri, isDeleted: false }).first()
  return status?.emoji ?? null
}

test.group('Indexing', () => {
  test('show a status as it was written last, until it is deleted', async ({ assert, cleanup }) => {
    const fake = tap.fake()
    cleanup(() => fake.restore())
    const created = tapEvents.create(xyz.statusphere.status, { status: '👍', createdAt })
    const updated = tapEvents.update(created, { status: '💙', createdAt })

    await tap.dispatch(created)
    assert.equal(await emojiOf(created), '👍')
    await tap.dispatch(updated)
    await tap.dispatch(created)
    assert.equal(await emojiOf(created), '💙')
    await tap.dispatch(tapEvents.delete(updated))
    await tap.dispatch(updated)
    assert.isNull(await emojiOf(created))
    fake.assertNothingParked()
  })

  test('show a status no more when an update makes it invalid', async ({ assert, cleanup }) => {
    const fake = tap.fake()
    cleanup(() => fake.restore())
    const created = tapEvents.create(xyz.statusphere.status, { status: '👍', createdAt })
    await tap.dispatch(created)
    await tap.dispatch(tapEvents.update(created, { status: 'not an emoji', createdAt }))

    assert.isNull(await emojiOf(created))
    fake.assertNothingParked()
  })

  test('follow an account that signs in', async ({ cleanup }) => {
    const fake = tap.fake()
    cleanup(() => fake.restore())
    const account = await devnet().createAccount()
    fake.assertNotFollowed(account.did)
    await new Visitor().signIn(account)
    await eventually(() => fake.assertFollowed(account.did))
  })
})
