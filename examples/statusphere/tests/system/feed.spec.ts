import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'
const now = () => new Date().toISOString()

test.group('Feed', () => {
  // #region live
  test('show a status written with another app', async ({ assert }) => {
    const account = await devnet().createAccount()
    await new Visitor().signIn(account)

    await account.createRecord(COLLECTION, { status: '🧌', createdAt: now() })

    const guest = new Visitor()
    await eventually(async () => {
      await guest.visit('/')
      assert.deepEqual(guest.emojisOf(account), ['🧌'])
    })
  })
  // #endregion live

  test('index the statuses written before the account was followed', async ({ assert }) => {
    const account = await devnet().createAccount()
    await account.createRecord(COLLECTION, { status: '💙', createdAt: now() })
    const visitor = await new Visitor().signIn(account)

    await eventually(async () => {
      await visitor.visit('/')
      assert.deepEqual(visitor.emojisOf(account), ['💙'])
      assert.equal(visitor.pressed(), '💙')
    })
  })

  test('show the new handle when an account changes it', async ({ assert }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🥷')
    await account.changeHandle(`new-${account.handle}`)

    await eventually(async () => {
      await visitor.visit('/')
      assert.deepEqual(visitor.emojisOf(account), ['🥷'])
    })
    await visitor.visit(`/profile/${account.handle}`)
    assert.equal(visitor.text('h1'), account.handle)
  })
})
