import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { TapClient } from '../../src/client/client.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { startListener, STATUS } from '../helpers.js'
import { createBacklog, filledTaps } from './filled_tap.js'

const EVENTS = 100_000

/** Not divided by ten, so that each repo has poison. */
const REPOS = 499

/** Every tenth record always fails. */
const isPoison = (number: number) => number % 10 === 0

const didOf = (number: number) => `did:web:repo-${number % REPOS}.test`

for (const tap of filledTaps) {
  test.group(`10,000 poison records among 100,000, from ${tap.name}`, (group) => {
    group.each.timeout(240_000)
    skipGroup(group, tap.missing)

    test('handle all others, store the poison as dead letters, and leave the server empty', async ({
      assert,
    }) => {
      const { url, adminPassword } = await tap.start(createBacklog(EVENTS, didOf))
      const deadLetters = new MemoryDeadLetterStore()
      const retry = { minDelay: 50, maxDelay: 200 }
      const handled = new Set<string>()
      let failures = 0
      const registry = new IndexerRegistry()
      registry.index(STATUS, async ({ rkey }: any) => {
        if (isPoison(Number(rkey))) {
          failures++
          throw new Error('Poison')
        }
        handled.add(rkey)
      })
      const values = { url, adminPassword, deadLetters, attempts: 3, retry }
      const { listener, settings } = await startListener(registry, values)

      await until(
        () => handled.size === EVENTS * 0.9,
        () => JSON.stringify([handled.size, listener.status()])
      )
      const letters = async () =>
        (await deadLetters.count({})).reduce((sum, { count }) => sum + count, 0)
      await until(async () => (await letters()) === EVENTS * 0.1)
      await until(async () => (await new TapClient(settings).stats.outboxBuffer()) === 0)
      // The server may have sent again what was acked meanwhile.
      await until(
        () => listener.status().pending.count === 0,
        () => JSON.stringify(listener.status())
      )
      // What made room for others is counted anew when the server sends it again.
      assert.isAtMost(failures, EVENTS * 0.1 * 3 * 1.5)
    })
  })
}
