import { once } from 'node:events'
import { lexParse } from '@atproto/lex'
import { parseTapEvent } from '@atproto/tap'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { WebSocket } from 'ws'
import { adminAuthorization } from '../../src/http/admin_authorization.js'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'
import { WebhookReceiver } from './webhook_receiver.js'

test.group('Conformance | webhook', (group) => {
  const network = useNetwork(group)

  test('post each event as JSON, with the password', async (context) => {
    const hook = await WebhookReceiver.open()
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('1'), { rkey: 'old' })
    const tap = await tapFor(context, network.devnet, {
      webhookUrl: hook.url,
      adminPassword: 'sesame',
    })

    await tap.follow(alice)
    await alice.createRecord(STATUS, status('2'), { rkey: 'new' })
    const { method, headers, event } = await hook.post('new')

    context.assert.equal(method, 'POST')
    context.assert.equal(headers['content-type'], 'application/json')
    context.assert.equal(headers.authorization, adminAuthorization('sesame'))
    context.assert.match(headers['user-agent']!, /^tap\//)
    context.assert.isTrue(event.record!.live)
    context.assert.lengthOf(hook.posts, 3)
    for (const post of hook.posts) parseTapEvent(lexParse(JSON.stringify(post.event)))
    context.assert.equal(hook.posts.filter((post) => post.event.type === 'identity').length, 1)
  })

  test('send no credentials without a password', async (context) => {
    const hook = await WebhookReceiver.open()
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { webhookUrl: hook.url })

    await tap.follow(alice)
    await until(() => hook.posts.length === 1)

    context.assert.notProperty(hook.posts[0]!.headers, 'authorization')
  })

  test('retry an event that the webhook refused, while other repos continue', async (context) => {
    const hook = await WebhookReceiver.open()
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { webhookUrl: hook.url })
    await tap.follow(alice, bob)
    let refusals = 0
    hook.respond = (event) => (event.record?.rkey === 'a1' && refusals++ < 2 ? 500 : 204)

    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await bob.createRecord(STATUS, status('3'), { rkey: 'b1' })
    await hook.post('a2')

    context.assert.deepEqual(
      hook.rkeys.filter((rkey) => rkey.startsWith('a')),
      ['a1', 'a1', 'a1', 'a2']
    )
    context.assert.isBelow(hook.rkeys.indexOf('b1'), hook.rkeys.indexOf('a1', 1) + 1)
    const [first, second, third] = await Promise.all([1, 2, 3].map((nth) => hook.post('a1', nth)))
    context.assert.deepEqual(first!.event, third!.event)
    context.assert.isAtLeast(second!.at - first!.at, 1000)
    context.assert.isAtLeast(third!.at - second!.at, 2000)
  })

  test('post all historical events at once', async (context) => {
    const hook = await WebhookReceiver.open()
    const alice = await network.devnet.createAccount()
    await alice.applyWrites(
      Array.from({ length: 30 }, (_, index) => ({
        action: 'create' as const,
        collection: STATUS,
        rkey: `r${index}`,
        value: status('1'),
      }))
    )
    const tap = await tapFor(context, network.devnet, { webhookUrl: hook.url })
    hook.respond = () => 500

    await tap.follow(alice)
    await until(() => new Set(hook.rkeys).size === 30)
    hook.respond = () => 200

    const acked = new Set<string>()
    hook.respond = (event) => {
      if (event.record) acked.add(event.record.rkey)
      return 200
    }
    await until(() => acked.size === 30)
    context.assert.lengthOf(acked, 30)
  })

  test('refuse clients of the channel', async (context) => {
    const hook = await WebhookReceiver.open()
    const tap = await tapFor(context, network.devnet, { webhookUrl: hook.url })

    const plain = await tap.request('/channel')
    context.assert.equal(plain.status, 400)
    context.assert.match(JSON.parse(plain.text).message, /webhook/)

    const socket = new WebSocket(`${tap.url.replace(/^http/, 'ws')}/channel`)
    const [, response] = await once(socket, 'unexpected-response')
    context.assert.equal(response.statusCode, 400)
    socket.on('error', () => {}).terminate()
  })
})
