import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'

test.group('Statuses', (group) => {
  group.each.teardown(() => devnet().tap.start())

  test('post to the repo of the user, and show the status without Tap', async ({ assert }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    assert.equal(
      visitor.text('[data-testid=current-status]'),
      'Pick a status. You can change it at any time.'
    )

    await devnet().tap.stop()
    await visitor.post('🚀')
    assert.equal(visitor.text('[data-testid=current-status]'), 'Your status: 🚀 · now')
    assert.deepEqual(visitor.emojisOf(account), ['🚀'])
    assert.equal(visitor.pressed(), '🚀')

    const [record] = await account.listRecords(COLLECTION)
    assert.equal(record.value.status, '🚀')
  })

  test('show each status once, and the latest as the current one', async ({ assert }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await visitor.post('🦋')
    await visitor.post('🚀')

    // Once this one is shown, Tap has sent all the earlier ones, too.
    await account.createRecord(COLLECTION, { status: '🧠', createdAt: new Date().toISOString() })
    await eventually(async () => {
      await visitor.visit(`/profile/${account.handle}`)
      assert.deepEqual(visitor.emojisOf(account), ['🧠', '🚀', '🦋', '🚀'])
    })
    await visitor.visit('/')
    assert.deepEqual(visitor.emojisOf(account), ['🧠'])
    assert.equal(visitor.pressed(), '🧠')
  })
})
