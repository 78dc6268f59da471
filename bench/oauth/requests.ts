import type { Devnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { countRefreshes, sceneLine } from './scene.js'

/** In milliseconds. */
const TIMEOUT = 3_000

/** A token request may take three times as long. */
const TOKEN_TIMEOUT = TIMEOUT * 3

/** What requests to the account's server cost. */
export function createRequestLines(startNetwork: () => Promise<Devnet>): Line[] {
  return [
    sceneLine('request with fresh tokens', startNetwork, async (scene) => {
      const worker = await scene.startWorker()
      const sessionId = await scene.signIn(worker)
      await worker.run('request', sessionId, 1)
      await worker.run('takeCounts')
      const requests = 100
      await worker.run('request', sessionId, requests)
      const { queries } = await worker.run('takeCounts')
      const reads = [queries / requests]
      return [{ label: 'store reads', before: '3', bound: { exactly: 2 }, values: reads }]
    }),

    sceneLine(
      '50 requests against a silent server',
      startNetwork,
      async (scene) => {
        const worker = await scene.startWorker()
        const sessionId = await scene.signInExpired(worker)
        const silent = scene.network.faults.silent({ on: 'refresh' })
        const startedAt = performance.now()
        await worker.run('request', sessionId, 50)
        const waits = (performance.now() - startedAt) / TOKEN_TIMEOUT
        return [
          { label: 'token requests', before: '50', bound: { exactly: 1 }, values: [silent.hits] },
          { label: 'timeouts waited', before: '50', bound: { atMost: 1.5 }, values: [waits] },
        ]
      },
      { timeout: TIMEOUT }
    ),

    sceneLine('10 responses of invalid_token', startNetwork, async (scene) => {
      const worker = await scene.startWorker()
      const sessionId = await scene.signIn(worker)
      const watch = scene.network.faults.watch('refresh')
      scene.network.faults.refuseAccessTokens({ on: 'resource' })
      for (let sent = 0; sent < 10; sent++) await worker.run('request', sessionId, 1)
      const refreshes = [countRefreshes(watch)]
      return [{ label: 'refreshes', before: '10', bound: { exactly: 1 }, values: refreshes }]
    }),
  ]
}
