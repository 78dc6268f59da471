import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

const COLLECTION = 'xyz.statusphere.status'
const now = () => new Date().toISOString()

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
})

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
