import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { missingRealTap } from '@tests/support/real_tap'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { hostileKinds } from 'adonisjs-atproto-devnet'
import { WebSocket } from 'ws'
import { authHeaders } from '../../src/auth_headers.js'
import { TapClient } from '../../src/client/client.js'
import { cleanup, startNetwork, STATUS } from '../helpers.js'
import { startFilledTap } from './filled_tap.js'
import { listen } from './listen.js'

/** What only a handler can object to. */
const HARMLESS = ['nul', 'lone-surrogate', 'empty-handle']

/** What the embedded Tap sends when it is told to, as text, by its ID. */
async function collectFrames(): Promise<Map<number, string>> {
  const { tap, faults, accounts } = await startNetwork()
  const frames = new Map<number, string>()
  const socket = new WebSocket(`${tap.url.replace('http', 'ws')}/channel`, {
    maxPayload: 2 ** 28,
    headers: authHeaders({ adminPassword: new Secret(tap.adminPassword!) }),
  })
  cleanup(() => socket.terminate())
  socket.on('message', (data) => {
    const text = data.toString()
    frames.set(Number(/"id":(\d+)/.exec(text)![1]), text)
  })
  const ids = hostileKinds.map((kind) => {
    return faults.tap.sendHostileEvent(kind, {
      account: accounts[0]!,
      collection: STATUS,
      live: false,
    }).id
  })
  await until(() => ids.every((id) => frames.has(id)))
  return new Map(ids.map((id) => [id, frames.get(id)!]))
}

test.group('Hostile events, from the embedded Tap', (group) => {
  group.each.timeout(30_000)

  test('handle each of them or store a dead letter, and continue', async ({ assert }) => {
    const { tap, faults, accounts } = await startNetwork()
    const { url, adminPassword } = tap
    const { seen, letters } = await listen({ url, adminPassword })
    const options = { account: accounts[0]!, collection: STATUS }
    for (const kind of hostileKinds) {
      const before = { seen: seen.length, letters: (await letters()).length }
      await faults.tap.sendHostileEvent(kind, options).acked
      const after = { seen: seen.length, letters: (await letters()).length }
      const isHarmless = HARMLESS.includes(kind)
      assert.equal(after.letters - before.letters, isHarmless ? 0 : 1, kind)
      if (isHarmless) assert.isAbove(after.seen, before.seen, kind)
    }
  })
})

test.group('Hostile events, from the real Tap', (group) => {
  group.each.timeout(90_000)
  skipGroup(group, missingRealTap)

  test('handle all of them or store dead letters, until the server has none left', async ({
    assert,
  }) => {
    const frames = await collectFrames()
    const tap = await startFilledTap({ frames })
    const { seen, letters, listener, settings } = await listen(tap)
    await until(
      () =>
        listener.status().totals.received >= frames.size && listener.status().pending.count === 0,
      () => `${frames.size} frames to be dealt with: ${JSON.stringify(listener.status())}`
    )
    assert.lengthOf(seen, HARMLESS.length)
    assert.lengthOf(await letters(), hostileKinds.length - HARMLESS.length)
    const client = new TapClient(settings)
    await until(async () => (await client.stats.outboxBuffer()) === 0)
    assert.equal(listener.status().totals.received, hostileKinds.length)
  })
})
