import { databases } from '@tests/support/databases'
import type { Devnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { countFailures, countRefreshes, sceneLine } from './scene.js'

const PROCESSES = 4
const REQUESTS = 50

/** Several processes that use one grant at the same time, after its tokens have expired. */
export function createRaceLines(startNetwork: () => Promise<Devnet>): Line[] {
  return databases.map((database) =>
    sceneLine(
      `4 processes × 50 requests, one expired grant (${database.name})`,
      startNetwork,
      async (scene) => {
        const workers = await scene.startWorkers(PROCESSES)
        const sessionId = await scene.signInExpired(workers[0]!)
        for (const worker of workers) await worker.run('takeCounts')
        await using watch = scene.network.faults.watch('refresh')

        const results = await Promise.all(
          workers.map((worker) => worker.run('request', sessionId, REQUESTS))
        )

        const counts = await Promise.all(workers.map((worker) => worker.run('takeCounts')))
        const leases = counts.reduce((sum, count) => sum + count.leases, 0)
        return [
          {
            label: 'refreshes',
            before: '1',
            bound: { exactly: 1 },
            values: [countRefreshes(watch)],
          },
          {
            label: 'failed requests',
            before: '0',
            bound: { exactly: 0 },
            values: [countFailures(results.flat())],
          },
          { label: 'leases', before: '200', bound: { exactly: 1 }, values: [leases] },
        ]
      },
      { database }
    )
  )
}
