import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'

test.group('Statuses', (group) => {
  group.each.setup(fakeServers)

  test('offer 26 emojis and reject any other', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    assert.lengthOf(visitor.page.querySelectorAll('button[name=emoji]'), 26)

    await visitor.post('🍕')
    assert.equal(visitor.text('[data-testid=emoji-error]'), 'Please pick one of these emojis.')
    assert.lengthOf(await account.listRecords(COLLECTION), 0)
  })

  test('delete a status from the repo and the feed', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await visitor.post('💀')

    await visitor.submit(visitor.deleteAction('💀'))
    assert.deepEqual(visitor.emojisOf(account), ['🚀'])
    assert.equal(visitor.pressed(), '🚀')
    assert.lengthOf(await account.listRecords(COLLECTION), 1)
  })

  test('show the delete button only on own statuses', async ({ assert }) => {
    const account = await fake().createAccount()
    const owner = await new Visitor().signIn(account)
    await owner.post('🚀')
    const guest = await new Visitor().signIn(await fake().createAccount())

    assert.deepEqual(guest.emojisOf(account), ['🚀'])
    assert.isEmpty(guest.page.querySelectorAll('[data-testid=status] form'))
  })

  test('redirect to the sign-in page when the user is signed out', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    const other = await visitor.otherTab()
    await other.submit('/logout')

    await visitor.submit('/statuses', { emoji: '🚀' })
    assert.equal(visitor.url.pathname, '/login')
    assert.equal(visitor.text('[data-testid=handle-error]'), 'Please sign in first.')
    assert.lengthOf(await account.listRecords(COLLECTION), 0)
  })

  test('show an error next to the picker when the PDS is down', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await fake().pds.stop()

    await visitor.post('🚀')
    assert.match(
      visitor.text('#picker [data-testid=emoji-error]')!,
      /^Your server is not responding/
    )
    assert.equal(visitor.text('[data-testid=me]'), account.handle)
    assert.isEmpty(visitor.emojisOf(account))

    await fake().pds.start()
    await visitor.post('🚀')
    assert.deepEqual(visitor.emojisOf(account), ['🚀'])
  })

  test('show an error next to the picker when the scope was not granted', async ({ assert }) => {
    const visitor = await new Visitor().signIn(await fake().createAccount())
    const message = 'Missing required scope "repo:xyz.statusphere.status?action=create"'
    fake().respond('com.atproto.repo.createRecord', () =>
      Response.json({ error: 'ScopeMissingError', message }, { status: 403 })
    )

    await visitor.post('🚀')
    assert.match(
      visitor.text('[data-testid=emoji-error]')!,
      /^This app does not have permission to do that/
    )
  })

  test('show an error next to a status that could not be deleted', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await fake().pds.stop()

    await visitor.submit(visitor.deleteAction('🚀'))
    assert.match(
      visitor.text('[data-testid=status] [data-testid=delete-error]')!,
      /^Your server is not responding/
    )
    assert.deepEqual(visitor.emojisOf(account), ['🚀'])
  })

  test('show an error on the sign-in form when the session was revoked', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/')
    account.revokeGrants()
    account.expireTokens()

    await visitor.submit('/statuses', { emoji: '🚀' })
    assert.equal(visitor.url.pathname, '/login')
    assert.equal(
      visitor.text('[data-testid=handle-error]'),
      `${account.handle}'s session was revoked. Please sign in again.`
    )
  })
})
