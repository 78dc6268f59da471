import db from '@adonisjs/lucid/services/db'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import tap from 'adonisjs-atproto-tap/services/main'
import { tapEvents } from 'adonisjs-atproto-tap/testing'
import * as app from '#lexicons/app'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import { fake, fakeServers } from '#tests/fake'
import { LiveFeed } from '#tests/live_feed'
import { Visitor } from '#tests/visitor'

/** Delivers the event that Tap sends when an account has written a status with another app. */
async function indexStatus(
  { did }: { did: string },
  status: string,
  createdAt = l.currentDatetimeString()
) {
  await tap.dispatch(tapEvents.create(xyz.statusphere.status, { status, createdAt }, { did }))
}

test.group('Feed', (group) => {
  group.each.setup(fakeServers)

  test('notify open pages of a new status', async ({ assert, cleanup }) => {
    const account = await fake().createAccount()
    await new Visitor().signIn(account)

    const feed = await LiveFeed.open()
    cleanup(() => feed.close())
    await indexStatus(account, '🤘')

    const guest = new Visitor()
    // The sign-in is announced, too, maybe only now.
    for await (const { dids } of feed.messagesAbout(account.did)) {
      assert.include(dids, account.did)
      await guest.visit('/')
      if (guest.emojisOf(account).length > 0) break
    }
    assert.deepEqual(guest.emojisOf(account), ['🤘'])
  })

  test('show the display name, or the handle in its place, beside the handle', async ({
    assert,
  }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('😎')
    assert.equal(visitor.rowsOf(account)[0], `😎 ${account.handle} @${account.handle} now`)

    const { did } = account
    const named = tapEvents.create(
      app.bsky.actor.profile,
      { displayName: ' Ada Lovelace ' },
      { did, rkey: 'self' }
    )
    await tap.dispatch(named)
    await eventually(async () => {
      await visitor.visit('/')
      assert.equal(visitor.rowsOf(account)[0], `😎 Ada Lovelace @${account.handle} now`)
      assert.equal(visitor.text('h1'), 'How are you, Ada Lovelace?')
    })

    await tap.dispatch(tapEvents.delete(named))
    await eventually(async () => {
      await visitor.visit('/')
      assert.equal(visitor.rowsOf(account)[0], `😎 ${account.handle} @${account.handle} now`)
    })
  })

  test('show a profile page for every account', async ({ assert }) => {
    const account = await fake().createAccount()
    const other = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🧠')
    await visitor.post('👀')
    await (await new Visitor().signIn(other)).post('🚀')

    const guest = await new Visitor().visit(`/profile/${account.handle}`)
    assert.equal(guest.text('[data-testid=profile-current]'), '👀')
    assert.deepEqual(guest.texts('[data-testid=status-emoji]'), ['👀', '🧠'])

    await guest.visit(`/profile/${account.did}`)
    assert.equal(guest.text('h1'), account.handle)
  })

  test('return a 404 page when the account or the page does not exist', async ({ assert }) => {
    const guest = await new Visitor().visit('/profile/nobody.test')
    assert.equal(guest.status, 404)
    assert.equal(guest.text('h1'), 'Page not found')

    await guest.visit('/no/such/page')
    assert.equal(guest.status, 404)
    assert.equal(guest.text('h1'), 'Page not found')
  })

  test('count only the current status of each account', async ({ assert }) => {
    const first = await new Visitor().signIn(await fake().createAccount())
    const second = await new Visitor().signIn(await fake().createAccount())
    const third = await new Visitor().signIn(await fake().createAccount())
    const before = (await first.visit('/')).topCount('🫡')

    await first.post('🫡')
    await second.post('🫡')
    await third.post('🫡')
    assert.equal(third.topCount('🫡'), before + 3)

    await third.post('🤓')
    assert.equal(third.topCount('🫡'), before + 2)
  })

  test('hide an inactive account until it is active again', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🤨')
    const guest = await new Visitor().visit('/')
    const before = guest.topCount('🤨')

    const { did, handle } = account
    await tap.dispatch(tapEvents.identity({ did, handle, status: 'deactivated' }))
    await eventually(async () => {
      await guest.visit('/')
      assert.deepEqual(guest.emojisOf(account), [])
      assert.equal(guest.topCount('🤨'), before - 1)
    })
    await guest.visit(`/profile/${account.handle}`)
    assert.equal(guest.status, 404)

    await tap.dispatch(tapEvents.identity({ did, handle }))
    await eventually(async () => {
      await guest.visit('/')
      assert.deepEqual(guest.emojisOf(account), ['🤨'])
    })
  })

  test('remove a deleted account from the feed', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('😭')
    await tap.dispatch(tapEvents.identity({ did: account.did, status: 'deleted' }))

    const guest = new Visitor()
    await eventually(async () => {
      await guest.visit('/')
      assert.deepEqual(guest.emojisOf(account), [])
    })
    await guest.visit(`/profile/${account.did}`)
    assert.equal(guest.status, 404)
  })

  test('paginate a long list', async ({ assert }) => {
    const account = await fake().createAccount()
    await new Visitor().signIn(account)
    const at = (minute: number) => l.toDatetimeString(new Date(Date.UTC(2024, 0, 1, 0, minute)))
    const minutes = Array.from({ length: 21 }, (_, minute) => minute)
    await Promise.all(
      minutes.map((minute) => indexStatus(account, minute === 0 ? '👎' : '👍', at(minute)))
    )

    const guest = new Visitor()
    await eventually(async () => {
      await guest.visit(`/profile/${account.handle}`)
      assert.lengthOf(guest.texts('[data-testid=status-emoji]'), 20)
      await guest.visit(guest.page.querySelector('a[rel=next]')!.getAttribute('href')!)
      assert.deepEqual(guest.texts('[data-testid=status-emoji]'), ['👎'])
    })
    assert.equal(guest.url.pathname, `/profile/${account.handle}`)

    await guest.visit(`/profile/${account.handle}?page=3`)
    assert.equal(guest.text('[data-testid=feed-empty]'), 'No more statuses.')
  })

  test('refuse subscriptions to any channel but the feed: {$self}')
    .with(['other', 'feed/other'])
    .run(async ({ assert }, channel) => {
      await assert.rejects(() => LiveFeed.open(channel), 'Failed to subscribe: status 400')
    })

  test('find the current status of an account by index', async ({ assert }) => {
    const { sql, bindings } = Status.query().where({ did: 'did:plc:x', isCurrent: true }).toSQL()
    const [step] = await db.rawQuery(`explain query plan ${sql}`, bindings)
    assert.include(step.detail, '(did=? AND is_current=?)')
  })
})
