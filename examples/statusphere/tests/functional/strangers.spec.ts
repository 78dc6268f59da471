import services from '@adonisjs/core/services/app'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import tap from 'adonisjs-atproto-tap/services/main'
import { tapEvents } from 'adonisjs-atproto-tap/testing'
import * as app from '#lexicons/app'
import * as xyz from '#lexicons/xyz'
import Account from '#models/account'
import Status from '#models/status'
import AccountIndex from '#services/account_index'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

const record = (status: string) => ({ status, createdAt: l.currentDatetimeString() })

/** Delivers the event that Tap sends when an account has written a status with another app. */
async function indexStatus({ did }: { did: string }, status: string) {
  const created = tapEvents.create(xyz.statusphere.status, record(status), { did })
  await tap.dispatch(created)
  return created
}

/** The same for its profile. */
async function indexName({ did }: { did: string }, displayName: string) {
  await tap.dispatch(
    tapEvents.create(app.bsky.actor.profile, { displayName }, { did, rkey: 'self' })
  )
}

test.group('What strangers write', (group) => {
  group.each.setup(fakeServers)

  test('distinguish an account from another that uses its handle as a name', async ({ assert }) => {
    const alice = await fake().createAccount()
    const visitor = await new Visitor().signIn(alice)
    await visitor.post('💙')

    const impostor = await fake().createAccount()
    await (await new Visitor().signIn(impostor)).post('💀')
    await indexName(impostor, alice.handle)
    const accounts = await services.container.make(AccountIndex)
    await eventually(async () => {
      assert.equal((await Account.findOrFail(impostor.did)).displayName, alice.handle)
    })
    await accounts.setHandle(impostor.did, null)

    await visitor.visit('/')
    const rows = visitor.texts('[data-testid=status]').map((row) => row.replace(/\s+/g, ' '))
    const short = `${impostor.did.slice(0, 14)}…${impostor.did.slice(-5)}`
    assert.include(rows, `💙 ${alice.handle} @${alice.handle} now`)
    assert.include(rows, `💀 ${alice.handle} ${short} now`)

    await visitor.visit(`/profile/${impostor.did}`)
    assert.equal(visitor.text('[data-testid=profile-identity]'), short)
  })

  test('show the handle in place of a name that nobody can see', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await indexName(account, 'Ada')
    await eventually(async () => {
      assert.equal((await Account.findOrFail(account.did)).displayName, 'Ada')
    })

    await indexName(account, '\u200B\u3164')
    await eventually(async () => {
      await visitor.visit('/')
      assert.equal(visitor.rowsOf(account)[0], `🚀 ${account.handle} @${account.handle} now`)
    })
  })

  test('show no status that is not one emoji', async ({ assert }) => {
    const account = await fake().createAccount()
    await new Visitor().signIn(account)
    for (const status of ['\u202E', '\u0000', '\u3164', ' ', 'a', '<']) {
      await indexStatus(account, status)
    }
    await indexStatus(account, '❤')

    const guest = new Visitor()
    await eventually(async () => {
      await guest.visit(`/profile/${account.handle}`)
      assert.deepEqual(guest.texts('[data-testid=feed] [data-testid=status-emoji]'), ['❤\uFE0F'])
    })
  })

  test('remove a status that is updated to something else: {0}')
    .with([
      ['text', record('a')],
      ['an invalid record', { ...record('🚀'), status: 5 }],
      ['no date', { status: '🚀' }],
    ] as const)
    .run(async ({ assert }, [, changed]) => {
      const account = await fake().createAccount()
      await new Visitor().signIn(account)
      const created = await indexStatus(account, '🧠')
      assert.isNotNull(await Status.find(created.uri))

      await tap.dispatch(tapEvents.update(created, changed as ReturnType<typeof record>))
      assert.isNull(await Status.find(created.uri))
      const guest = await new Visitor().visit(`/profile/${account.handle}`)
      assert.equal(guest.text('[data-testid=profile-current]'), '')
    })

  test('fill the page of an account with its statuses, not the feed of everyone', async ({
    assert,
  }) => {
    const quiet = await fake().createAccount()
    await (await new Visitor().signIn(quiet)).post('🦋')
    const loud = await fake().createAccount()
    await new Visitor().signIn(loud)
    await Promise.all(Array.from({ length: 60 }, () => indexStatus(loud, '🤘')))

    const guest = new Visitor()
    await eventually(async () => {
      await guest.visit('/')
      assert.deepEqual(guest.emojisOf(loud), ['🤘'])
    })
    assert.deepEqual(guest.emojisOf(quiet), ['🦋'])

    await eventually(async () => {
      await guest.visit(`/profile/${loud.handle}?page=3`)
      assert.lengthOf(guest.emojisOf(loud), 20)
    })
  })
})
