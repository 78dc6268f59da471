import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { frame, STATUS, status } from '../helpers.js'
import { startWebApp } from '../webhook/helpers.js'
import { follow, taps } from './taps.js'

for (const tap of taps) {
  test.group(`The webhook, with ${tap.name}`, (group) => {
    group.each.timeout(90_000)
    skipGroup(group, tap.missing)

    test('receive what it posts, and again what was not handled', async ({ assert }) => {
      const app = await startWebApp()
      const server = await tap.start({ webhookUrl: `${app.url}/tap/webhook` })
      const [alice] = server.accounts
      const client = await follow(server, alice!)
      let failures = 0
      app.state.handle = async (event) => {
        if (event.type === 'record' && failures++ === 0) {
          throw Object.assign(new Error('Away'), { code: 'ECONNREFUSED' })
        }
      }
      const first = await alice!.createRecord(STATUS, status('1'))
      const large = await alice!.createRecord(STATUS, {
        ...status(''),
        text: 'é漢👍'.repeat(90_000),
      })
      await until(() => app.state.seen.length === 2)
      assert.containSubset(app.state.seen, [{ uri: first.uri }, { uri: large.uri }])
      const { record } = app.state.seen[1] as any as { record: { status: string; text: string } }
      assert.strictEqual(record.status, '')
      assert.isTrue(record.text === 'é漢👍'.repeat(90_000))
      await until(async () => (await client.stats.outboxBuffer()) === 0)
    })
  })
}

test.group('The webhook, with a handler that takes too long', () => {
  test('respond with 503 before Tap gives the request up', async ({ assert }) => {
    const timeouts = { handlerTimeout: 120_000, liveTimeout: 120_000, drainTimeout: 10 }
    const { post, state } = await startWebApp({ config: timeouts })
    const held = Promise.withResolvers<void>()
    state.handle = () => held.promise
    const started = performance.now()
    assert.equal(await post(frame(1)), 503)
    assert.isBelow(performance.now() - started, 29_000)
    const again = post(frame(1))
    held.resolve()
    assert.equal(await again, 200)
    assert.lengthOf(state.seen, 1)
  }).timeout(60_000)
})
