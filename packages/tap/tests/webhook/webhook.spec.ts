import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { RecordWritten } from '../../src/types.js'
import { WebhookSource } from '../../src/webhook/source.js'
import { BOB, deferred, frame, identityEvent, recordEvent } from '../helpers.js'
import { startWebApp, tapHeaders } from './helpers.js'

const LIMITS = { bytes: 10_000, depth: 64, values: 1_000 }

const textOf = (event: unknown) => (event as RecordWritten).record.text as string

test.group('tap.webhook | requests', () => {
  test('respond with 200 once the event is handled', async ({ assert }) => {
    const { post, state } = await startWebApp()
    assert.equal(await post(frame(1)), 200)
    assert.lengthOf(state.seen, 1)
    assert.containSubset(state.seen[0], { type: 'record', action: 'create', rkey: '3l3qo2vuowo2b' })
  })

  test('accept a frame of 3 MB and an empty string unchanged', async ({ assert }) => {
    const { post, state } = await startWebApp()
    const long = 'é漢👍'.repeat(340_000)
    assert.equal(await post(frame(1, recordEvent({ record: { text: long } }))), 200)
    assert.equal(await post(frame(2, recordEvent({ record: { text: '' } }))), 200)
    assert.isAbove(Buffer.byteLength(long), 3_000_000)
    assert.isTrue(textOf(state.seen[0]) === long)
    assert.strictEqual(textOf(state.seen[1]), '')
  })

  test('leave other requests to the app', async ({ assert }) => {
    const { post, url, state } = await startWebApp()
    assert.equal(await post('{"text":""}', { path: '/other' }), 403)
    const response = await fetch(`${url}/tap/webhook`, { headers: tapHeaders() })
    assert.equal(response.status, 404)
    assert.isEmpty(state.seen)
  })

  test('add a named route with the prefix of its group', async ({ assert }) => {
    const { post, router } = await startWebApp({ path: 'events', prefix: '/api' })
    assert.equal(await post(frame(1), { path: '/api/events/?a=b' }), 200)
    assert.equal(await post(frame(2), { path: '/events' }), 404)
    assert.equal(router.makeUrl('atproto.tap'), '/api/events')
  })

  test('store a dead letter of {what}, and respond with 200')
    .with([
      { what: 'a frame that is no JSON', body: 'nonsense', reason: 'unreadable' },
      { what: 'an empty body', body: '', reason: 'unreadable' },
      { what: 'a frame without an id', body: frame('null'), reason: 'unreadable' },
      {
        what: 'a frame with a float',
        body: frame(1, recordEvent({ record: { a: 0.5 } })),
        reason: 'unreadable',
      },
      {
        what: 'a frame over the limit',
        body: frame(1, recordEvent({ record: { text: 'x'.repeat(20_000) } })),
        reason: 'oversize',
      },
      {
        what: 'an identity without an indexer',
        body: frame(1, identityEvent()),
        reason: 'unbound',
      },
    ])
    .run(async ({ assert }, { body, reason }) => {
      const { post, letters, state } = await startWebApp({ config: { limits: LIMITS } })
      assert.equal(await post(body), 200)
      const [letter, ...others] = await letters()
      assert.equal(letter!.reason, reason)
      assert.equal(letter!.bytes, Buffer.byteLength(body))
      assert.isEmpty(others)
      assert.isEmpty(state.seen)
    })

  test('store a dead letter and respond with 200 when the handler fails', async ({ assert }) => {
    const { post, letters, state } = await startWebApp()
    state.handle = async () => {
      throw new Error('Boom')
    }
    assert.equal(await post(frame(1)), 200)
    const [letter] = await letters()
    assert.equal(letter!.reason, 'failed')
  })

  test('respond when a dead letter is stored, and not before', async ({ assert }) => {
    const { post, deadLetters, tap } = await startWebApp({ config: { drainTimeout: 10 } })
    const put = deadLetters.put.bind(deadLetters)
    deadLetters.put = async () => {
      throw new Error('The disk is full')
    }
    const posted = post('nonsense')
    await until(() => tap.status().outage?.cause === 'dead letters')
    deadLetters.put = put
    assert.equal(await posted, 200)
  })

  test('respond with 503 once the app terminates', async ({ assert }) => {
    const { app, post, state } = await startWebApp()
    const [begun, held] = [deferred(), deferred()]
    state.handle = () => {
      begun.resolve()
      return held.promise
    }
    const running = post(frame(1))
    await begun.promise
    const listener = await app.container.make('tap.listener')
    const stopped = listener.stop()
    assert.equal(await post(frame(2)), 503)
    held.resolve()
    assert.equal(await running, 200)
    await stopped
    assert.lengthOf(state.seen, 1)
  })

  test('handle many events at once, in the order of each repo', async ({ assert }) => {
    const { post, state } = await startWebApp()
    const held = deferred()
    state.handle = ({ did }) => (did === BOB ? Promise.resolve() : held.promise)
    const first = post(frame(1, recordEvent({ rkey: 'a' })))
    const second = post(frame(2, recordEvent({ rkey: 'b' })))
    assert.equal(await post(frame(3, recordEvent({ did: BOB, rkey: 'c' }))), 200)
    assert.lengthOf(state.seen, 1)
    held.resolve()
    assert.deepEqual(await Promise.all([first, second]), [200, 200])
  })
})

test.group('tap.webhook | strangers', () => {
  test('respond with 401 to {what}')
    .with([
      { what: 'another password', headers: tapHeaders('Sesame') },
      { what: 'a longer password', headers: tapHeaders('sesame2') },
      { what: 'no password', headers: { authorization: '' } },
    ])
    .run(async ({ assert }, { headers }) => {
      const { post, state, letters } = await startWebApp()
      assert.equal(await post(frame(1), { headers }), 401)
      assert.isEmpty(state.seen)
      assert.isEmpty(await letters())
    })

  test('require JSON, and no password where the server has none', async ({ assert }) => {
    const { post, state } = await startWebApp({ config: { adminPassword: undefined } })
    const headers = { 'authorization': '', 'content-type': 'text/plain' }
    assert.equal(await post(frame(1), { headers }), 401)
    assert.equal(await post(frame(1), { headers: { authorization: '' } }), 200)
    assert.lengthOf(state.seen, 1)
  })

  test('throw in production without a password', async ({ assert }) => {
    const options = { isProduction: true, config: { adminPassword: '' } }
    await assert.rejects(
      () => startWebApp(options),
      /tap\.webhook\(\) needs "adminPassword" in production/
    )
    const { post } = await startWebApp({ isProduction: true })
    assert.equal(await post(frame(1)), 200)
  })

  test('throw when there are two routes', async ({ assert }) => {
    const { tap } = await startWebApp()
    assert.throws(() => tap.webhook('/other'), /called twice/)
  })
})

test.group('WebhookSource', () => {
  const body = (text: string) => ({ text, bytes: text.length, isCut: false })

  test('request an event again that takes too long, without running it twice', async ({
    assert,
  }) => {
    const source = new WebhookSource(LIMITS, 10)
    const deliveries: any[] = []
    source.start((delivery) => deliveries.push(delivery))
    assert.isFalse(await source.receive(body(frame(7))))
    const again = source.receive(body(frame(7)))
    deliveries[1].ack('done')
    assert.isTrue(await again)
    assert.deepEqual(
      deliveries.map(({ id }) => id),
      ['7', '7']
    )
  })

  test('request events again before it starts, while it is paused and once it stops', async ({
    assert,
  }) => {
    const source = new WebhookSource(LIMITS)
    const receive = () => source.receive(body(frame(7)))
    assert.isFalse(await receive())
    source.start(({ ack }) => ack('done'))
    assert.isTrue(await receive())
    source.pause()
    assert.isFalse(await receive())
    source.resume()
    assert.isTrue(await receive())
    await source.stop(Promise.resolve())
    assert.isFalse(await receive())
  })

  test('request an event again that was released', async ({ assert }) => {
    const source = new WebhookSource(LIMITS)
    source.start(({ release }) => release())
    assert.isFalse(await source.receive(body(frame(7))))
  })
})
