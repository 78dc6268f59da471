import { test } from '@japa/runner'
import ScheduledStatus from '#models/scheduled_status'
import { devnet } from '#tests/environment'
import { postDue, schedule, tomorrow } from '#tests/schedule'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'

test.group('Scheduled statuses', (group) => {
  group.each.teardown(async () => void (await ScheduledStatus.query().delete()))

  test('post with a background grant after the browser has signed out', async ({ assert }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/schedule')
    const server = await visitor.submit('/schedule/permission')
    await visitor.returnFrom(server!, account)
    await schedule(visitor, { emoji: '🦋' })
    const { rkey } = await ScheduledStatus.firstOrFail()
    await visitor.submit('/logout')

    await postDue(tomorrow)
    const [record] = await account.listRecords(COLLECTION)
    assert.equal(record.value.status, '🦋')
    assert.equal(record.uri, `at://${account.did}/${COLLECTION}/${rkey}`)
    assert.isNull(await ScheduledStatus.first())
  })
})
