import { setTimeout as sleep } from 'node:timers/promises'
import type { Devnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { countFailures, countRefreshes, type Scene, sceneLine } from './scene.js'
import type { WorkerProcess } from './worker_process.js'

const REQUESTS = 50

/** In milliseconds; shorter than the timeout of a token request. */
const STALL = 5_000

const CLOCK_OFF = 5 * 60 * 1000

async function figuresOf(
  scene: Scene,
  worker: WorkerProcess,
  sessionId: string,
  { refreshes, results }: { refreshes: number; results: (number | string)[] }
) {
  const lost = await scene.countLost(worker, sessionId)
  return [
    { label: 'refreshes', before: '2', bound: { exactly: 1 }, values: [refreshes] },
    { label: 'failed requests', bound: { exactly: 0 }, values: [countFailures(results)] },
    { label: 'sessions lost', before: 'by luck', bound: { exactly: 0 }, values: [lost] },
  ]
}

/** A process that stops for a while and goes on, or whose clock is wrong. */
export function createStalledLines(startNetwork: () => Promise<Devnet>): Line[] {
  return [
    sceneLine('… stalled before sending', startNetwork, async (scene) => {
      const [stalled, other] = await scene.startWorkers(2)
      const sessionId = await scene.signInExpired(stalled!)
      await using watch = scene.network.faults.watch('refresh')
      await stalled!.run('haltBeforeSending')
      const halted = stalled!.event('halted')
      const late = stalled!.run('request', sessionId, 1)
      await halted
      stalled!.pause()

      // Until the lease has ended and this process has refreshed.
      const results = await other!.run('request', sessionId, REQUESTS)
      stalled!.resume()
      results.push(...(await late))

      const refreshes = countRefreshes(watch)
      return figuresOf(scene, other!, sessionId, { refreshes, results })
    }),

    sceneLine('… stalled after sending', startNetwork, async (scene) => {
      const [stalled, other] = await scene.startWorkers(2)
      const sessionId = await scene.signInExpired(stalled!)
      await using watch = scene.network.faults.watch('refresh')
      const held = scene.network.faults.hold({ on: 'refresh', times: 1 })
      const hit = held.nextHit()
      const late = stalled!.run('request', sessionId, 1)
      await hit
      stalled!.pause()
      await held.restore()

      const others = other!.run('request', sessionId, REQUESTS)
      await sleep(STALL)
      stalled!.resume()
      const results = await Promise.all([others, late])

      const refreshes = countRefreshes(watch)
      return figuresOf(scene, other!, sessionId, { refreshes, results: results.flat() })
    }),

    ...[CLOCK_OFF, -CLOCK_OFF].map((clock) =>
      sceneLine(
        `… with a clock 5 minutes ${clock > 0 ? 'fast' : 'slow'}`,
        startNetwork,
        async (scene) => {
          const right = await scene.startWorkers(2)
          const wrong = await scene.startWorker({ clock })
          const sessionId = await scene.signInExpired(right[0]!)
          await using watch = scene.network.faults.watch('refresh')

          // Whether a server accepts proofs from another time is up to the server.
          const theirs = wrong.run('request', sessionId, REQUESTS)
          const results = await Promise.all(
            right.map((worker) => worker.run('request', sessionId, REQUESTS))
          )
          await theirs

          const refreshes = countRefreshes(watch)
          return figuresOf(scene, right[0]!, sessionId, { refreshes, results: results.flat() })
        }
      )
    ),
  ]
}
