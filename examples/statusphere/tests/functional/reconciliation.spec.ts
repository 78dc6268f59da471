import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import AccountIndexer from '#indexers/account_indexer'
import StatusIndexer from '#indexers/status_indexer'
import type * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'
const now = () => new Date().toISOString()

type StatusEvent = RecordEvent<typeof xyz.statusphere.status>

test.group('Reconciliation', (group) => {
  group.each.setup(() => async () => {
    await devnet().tap.start()
    await devnet().pds.start()
  })

  test('show a status once when the response of the PDS is lost', async ({ assert, cleanup }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.visit('/')
    cleanup(loseResponsesTo('/xrpc/com.atproto.repo.createRecord'))

    await visitor.submit('/statuses', { emoji: '🤯' })
    assert.match(
      visitor.text('[data-testid=emoji-error]')!,
      /If it has received this change, it will show up here/
    )

    await eventually(async () => {
      await visitor.visit('/')
      assert.deepEqual(visitor.emojisOf(account), ['🤯'])
      assert.equal(visitor.pressed(), '🤯')
    })
  })

  test('catch up on writes made while Tap was stopped', async ({ assert }) => {
    const account = await devnet().createAccount()
    const visitor = await new Visitor().signIn(account)
    await visitor.post('🚀')
    await devnet().tap.stop()

    await visitor.post('🦋')
    await visitor.visit(`/profile/${account.handle}`)
    await visitor.submit(visitor.deleteAction('🚀'))
    await account.createRecord(COLLECTION, { status: '✊', createdAt: now() })
    assert.deepEqual(visitor.emojisOf(account), ['🦋'])

    await devnet().tap.start()
    await eventually(async () => {
      await visitor.visit(`/profile/${account.handle}`)
      assert.deepEqual(visitor.emojisOf(account), ['✊', '🦋'])
    })
  })

  test('index an event once when it is delivered twice', async ({ assert }) => {
    const { event, deliver, shown } = await createFollowedAccount()
    const create = event('create', '3laaaaaaaaaa2', '👍')

    await deliver(create)
    await deliver(create)
    assert.deepEqual(await shown(), ['👍'])
  })

  test('ignore a late event when a newer one was indexed', async ({ assert }) => {
    const { event, deliver, shown } = await createFollowedAccount()

    await deliver(event('update', '3laaaaaaaaac2', '👎'))
    await deliver(event('create', '3laaaaaaaaaa2', '👍'))
    assert.deepEqual(await shown(), ['👎'])
  })

  test('keep a status deleted when its create event arrives late', async ({ assert }) => {
    const { event, deliver, shown } = await createFollowedAccount()

    await deliver(event('delete', '3laaaaaaaaac2'))
    await deliver(event('create', '3laaaaaaaaaa2', '👍'))
    assert.deepEqual(await shown(), [])

    await deliver(event('create', '3laaaaaaaaae2', '💙'))
    assert.deepEqual(await shown(), ['💙'])
  })

  test('keep a row without the emoji when a status is deleted', async ({ assert }) => {
    const { event, deliver } = await createFollowedAccount()
    await deliver(event('create', '3laaaaaaaaaa2', '👍'))
    await deliver(event('delete', '3laaaaaaaaac2'))

    const { uri } = event('delete', '')
    assert.isNull(await Status.find(uri))
    const row = await Status.withTombstones().where({ uri }).firstOrFail()
    assert.isNull(row.emoji)
    assert.isTrue(row.isDeleted)
  })

  test('ignore events of a deleted account', async ({ assert }) => {
    const { account, event, deliver, shown } = await createFollowedAccount()
    await deliver(event('create', '3laaaaaaaaaa2', '👍'))
    const accounts = await app.container.make(AccountIndexer)
    await accounts.handle({
      type: 'identity',
      did: account.did as StatusEvent['did'],
      handle: 'handle.invalid',
      isActive: false,
      status: 'deleted',
    })

    await deliver(event('create', '3laaaaaaaaae2', '💙'))
    assert.deepEqual(await shown(), [])
    assert.isEmpty(await Status.query().where('did', account.did))
  })

  test('sort a record with a future date by the time it was indexed', async ({ assert }) => {
    const { account, event, deliver, shown } = await createFollowedAccount()
    await deliver(event('create', '3laaaaaaaaaa2', '🔮', '2999-01-01T00:00:00Z'))
    await account.createRecord(COLLECTION, { status: '🐢', createdAt: now() })

    await eventually(async () => assert.deepEqual(await shown(), ['🐢', '🔮']))
  })
})

/**
 * Signs an account in, and returns helpers to deliver events about one of its records.
 */
async function createFollowedAccount() {
  const account = await devnet().createAccount()
  const visitor = await new Visitor().signIn(account)
  const indexer = await app.container.make(StatusIndexer)

  const event = (
    action: StatusEvent['action'],
    rev: string,
    emoji?: string,
    createdAt = '2026-01-01T00:00:00.000Z'
  ) =>
    ({
      type: 'record',
      did: account.did,
      rev,
      collection: COLLECTION,
      rkey: '3laaaaaaaaaa2',
      uri: `at://${account.did}/${COLLECTION}/3laaaaaaaaaa2`,
      live: true,
      action,
      record: emoji && { $type: COLLECTION, status: emoji, createdAt },
    }) as StatusEvent

  return {
    account,
    event,
    deliver: (it: StatusEvent) => indexer.batch([it]),
    shown: async () => {
      await visitor.visit(`/profile/${account.handle}`)
      return visitor.texts('[data-testid=feed] [data-testid=status-emoji]')
    },
  }
}

/**
 * Makes the PDS process requests to `path` and drop the connection instead of responding.
 *
 * @returns a function that restores it
 */
function loseResponsesTo(path: string): () => void {
  const channel = 'http.server.request.start'
  const listener = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    if (request.url !== path) return

    const writeHead = response.writeHead
    response.writeHead = function (this: ServerResponse, status: number, ...rest: never[]) {
      if (status === 200) request.socket.destroy()
      return writeHead.call(this, status, ...rest)
    } as typeof writeHead
  }

  subscribe(channel, listener)
  return () => unsubscribe(channel, listener)
}
