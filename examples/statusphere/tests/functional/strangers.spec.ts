import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import Account from '#models/account'
import Status from '#models/status'
import AccountIndex from '#services/account_index'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'
const PROFILE = 'app.bsky.actor.profile'
const now = () => new Date().toISOString()
const record = (status: string) => ({ $type: COLLECTION, status, createdAt: now() })

test.group('What strangers write', () => {
  test('tell an account from another that calls itself by its handle', async ({ assert }) => {
    const alice = await devnet().createAccount()
    const visitor = await new Visitor().signIn(alice)
    await visitor.post('💙')

    const impostor = await devnet().createAccount()
    await (await new Visitor().signIn(impostor)).post('💀')
    await impostor.putRecord(PROFILE, 'self', { displayName: alice.handle })
    const accounts = await app.container.make(AccountIndex)
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
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await account.putRecord(PROFILE, 'self', { displayName: 'Ada' })
    await eventually(async () => {
      assert.equal((await Account.findOrFail(account.did)).displayName, 'Ada')
    })

    await account.putRecord(PROFILE, 'self', { displayName: '\u200B\u3164' })
    await eventually(async () => {
      await visitor.visit('/')
      assert.equal(visitor.rowsOf(account)[0], `🚀 ${account.handle} @${account.handle} now`)
    })
  })

  test('show no status that is not one emoji', async ({ assert }) => {
    const account = await devnet().createAccount()
    await new Visitor().signIn(account)
    for (const status of ['\u202E', '\u0000', '\u3164', ' ', 'a', '<']) {
      await account.createRecord(COLLECTION, record(status))
    }
    await account.createRecord(COLLECTION, record('❤'))

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
      ['no date', { $type: COLLECTION, status: '🚀' }],
    ] as const)
    .run(async ({ assert }, [, changed]) => {
      const account = await devnet().createAccount()
      await new Visitor().signIn(account)
      const { uri } = await account.createRecord(COLLECTION, record('🧠'))
      await eventually(async () => assert.isNotNull(await Status.find(uri)))

      await account.putRecord(COLLECTION, uri.split('/').at(-1)!, changed)
      await eventually(async () => assert.isNull(await Status.find(uri)))
      const guest = await new Visitor().visit(`/profile/${account.handle}`)
      assert.equal(guest.text('[data-testid=profile-current]'), '')
    })

  test('fill the page of an account with its statuses, not the feed of everyone', async ({
    assert,
  }) => {
    const quiet = await devnet().createAccount()
    await (await new Visitor().signIn(quiet)).post('🦋')
    const loud = await devnet().createAccount()
    await new Visitor().signIn(loud)
    await loud.applyWrites(
      Array.from({ length: 60 }, () => ({
        action: 'create',
        collection: COLLECTION,
        value: record('🤘'),
      }))
    )

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
