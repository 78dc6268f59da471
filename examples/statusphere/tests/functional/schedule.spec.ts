import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { FakeAccount } from 'adonisjs-atproto-oauth/testing'
import { DateTime } from 'luxon'
import ScheduledStatus from '#models/scheduled_status'
import AccountIndex from '#services/account_index'
import Schedule from '#services/schedule'
import { fake, fakeServers } from '#tests/fake'
import { FORMAT, postDue, schedule, tomorrow } from '#tests/schedule'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'

const rows = (visitor: Visitor) =>
  visitor.texts('[data-testid=scheduled]').map((text) => text.replace(/\s+/g, ' ').trim())

test.group('Scheduled statuses', (group) => {
  group.each.setup(fakeServers)
  group.each.teardown(async () => void (await ScheduledStatus.query().delete()))

  async function allowed(): Promise<{ account: FakeAccount; visitor: Visitor }> {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/schedule')
    const server = await visitor.submit('/schedule/permission')
    return { account, visitor: await visitor.returnFrom(server!, account) }
  }

  test('ask for the permission first, and return', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/schedule')
    assert.isDefined(visitor.text('[data-testid=not-allowed]'))
    assert.equal(visitor.text('[data-testid=schedule-empty]'), 'Nothing is scheduled.')

    const server = await visitor.submit('/schedule/permission')
    await visitor.returnFrom(server!, account)
    assert.equal(visitor.url.pathname, '/schedule')
    assert.isUndefined(visitor.text('[data-testid=not-allowed]'))
  })

  test('post at the time that was picked, once, and also after a sign-out', async ({ assert }) => {
    const { account, visitor } = await allowed()
    const due = tomorrow.setZone('Europe/Berlin').set({ hour: 9, minute: 30 })
    await schedule(visitor, { at: due.toFormat(FORMAT), timeZone: 'Europe/Berlin' })
    assert.deepEqual(rows(visitor), [`🚀 ${due.toFormat('ccc d LLL yyyy')}, 09:30 Europe/Berlin`])
    await visitor.submit('/logout')

    await postDue(due.minus({ seconds: 1 }))
    assert.isEmpty(await account.listRecords(COLLECTION))

    // Two processes at once, and again.
    await Promise.all([postDue(due), postDue(due)])
    await postDue(due.plus({ hours: 1 }))
    const [record, ...others] = await account.listRecords(COLLECTION)
    assert.equal(record.value.status, '🚀')
    assert.isEmpty(others)
    await visitor.visit('/')
    assert.deepEqual(visitor.emojisOf(account), ['🚀'])
    await visitor.signIn(account)
    assert.equal(
      (await visitor.visit('/schedule')).text('[data-testid=schedule-empty]'),
      'Nothing is scheduled.'
    )
  })

  test('create no second record when a process died after it was created', async ({ assert }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor)
    const scheduled = await ScheduledStatus.firstOrFail()
    const { emoji, rkey } = scheduled
    await account.createRecord(
      COLLECTION,
      { status: emoji, createdAt: new Date().toISOString() },
      { rkey }
    )
    await scheduled.merge({ attempts: 1 }).save()

    await postDue(tomorrow)
    assert.isNull(await ScheduledStatus.first())
    assert.lengthOf(await account.listRecords(COLLECTION), 1)
  })

  test('try again while the server is down, and tell the user after a day', async ({ assert }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor)
    await fake().pds.stop()
    await postDue(tomorrow)
    await visitor.visit('/schedule')
    assert.match(visitor.text('[data-testid=scheduled-waiting]')!, /keeps trying for a day/)

    await fake().pds.start()
    await postDue(tomorrow.plus({ minutes: 2 }))
    assert.lengthOf(await account.listRecords(COLLECTION), 1)

    await schedule(visitor)
    await fake().pds.stop()
    await postDue(tomorrow.plus({ hours: 25 }))
    await visitor.visit('/schedule')
    assert.equal(
      visitor.text('[data-testid=scheduled-failure] span'),
      'Not posted. Your server did not respond for a day.'
    )
  })

  test('tell the user that the permission was revoked, and post when it is granted again', async ({
    assert,
  }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor)
    account.revokeGrants()
    account.expireTokens()
    await postDue(tomorrow)

    await visitor.signIn(account)
    await visitor.visit('/')
    assert.equal(
      visitor.text('[data-testid=schedule-failed]'),
      'A scheduled status was not posted. See why'
    )
    await visitor.visit('/schedule')
    assert.equal(
      visitor.text('[data-testid=scheduled-failure]'),
      'Not posted. Statusphere was no longer allowed to post for you.'
    )

    const server = await visitor.submit('/schedule/permission')
    await visitor.returnFrom(server!, account)
    await visitor.submitForm(visitor.page.querySelector('[data-testid=scheduled-failure]')!)
    await postDue(DateTime.utc())
    assert.lengthOf(await account.listRecords(COLLECTION), 1)
    await visitor.visit('/')
    assert.isUndefined(visitor.text('[data-testid=schedule-failed]'))
  })

  test('delete a scheduled status', async ({ assert }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor)
    const form = visitor.page.querySelector('[data-testid=scheduled] form')!
    await visitor.submitForm(form)
    assert.equal(visitor.text('[data-testid=schedule-empty]'), 'Nothing is scheduled.')
    await postDue(tomorrow)
    assert.isEmpty(await account.listRecords(COLLECTION))
  })

  test('neither delete nor retry scheduled statuses of another account', async ({ assert }) => {
    const { visitor } = await allowed()
    await schedule(visitor)
    const { id } = await ScheduledStatus.firstOrFail()
    const other = await allowed()
    for (const action of [`/schedule/${id}?_method=DELETE`, `/schedule/${id}/retry`]) {
      await other.visitor.visit('/schedule')
      const form = other.visitor.page.querySelector('form[action="/schedule"]')!
      form.setAttribute('action', action)
      await other.visitor.submitForm(form)
    }
    assert.equal((await ScheduledStatus.firstOrFail()).attempts, 0)
  })

  test('show an error next to the time: {0}')
    .with([
      ['in the past', { at: '2020-01-01T10:00' }, 'This time is in the past.'],
      ['too far ahead', { at: '2100-01-01T10:00' }, 'Please pick a time within a year.'],
      ['no date', { at: '2027-02-31T10:00' }, 'There is no such date.'],
      ['nothing', { at: '' }, 'Please pick a date and a time.'],
    ] as const)
    .run(async ({ assert }, [, fields, message]) => {
      const { visitor } = await allowed()
      await schedule(visitor, fields)
      assert.equal(visitor.text('[data-testid=at-error]'), message)
      assert.isNull(await ScheduledStatus.first())
    })

  test('refuse an unknown emoji, an unknown time zone, and too many', async ({ assert }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor, { emoji: '🍕', timeZone: 'Moon/Tycho' })
    assert.equal(visitor.text('[data-testid=emoji-error]'), 'Please pick one of these emojis.')
    assert.equal(visitor.text('[data-testid=timeZone-error]'), 'Please pick a time zone.')

    const service = await app.container.make(Schedule)
    const planned = { emoji: '🚀', time: tomorrow, timeZone: 'UTC' }
    for (let count = 0; count < 20; count++) await service.add(account.did, planned)
    await schedule(visitor)
    assert.lengthOf(rows(visitor), 20)
    assert.match(visitor.text('[data-testid=at-error]')!, /^You have 20 scheduled statuses/)
  })

  test('delete the scheduled statuses of a deleted account', async ({ assert }) => {
    const { account, visitor } = await allowed()
    await schedule(visitor)
    const accounts = await app.container.make(AccountIndex)
    await accounts.delete(account.did)
    assert.isNull(await ScheduledStatus.first())
  })
})
