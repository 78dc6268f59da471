import type { Devnet, Fault } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { countFailures, type Scene, sceneLine } from './scene.js'
import type { WorkerProcess } from './worker_process.js'

const REQUESTS = 50

/** Returns how many seconds the others wait, and the results of their requests. */
async function measureOthers(other: WorkerProcess, sessionId: string) {
  const startedAt = performance.now()
  const results = await other.run('request', sessionId, REQUESTS)
  return { seconds: (performance.now() - startedAt) / 1000, results }
}

/** Kills a process once the server has received its refresh, and measures another one. */
async function killSending(scene: Scene, fault: Fault) {
  const [killed, other] = await scene.startWorkers(2)
  const sessionId = await scene.signInExpired(killed!)
  const hit = fault.nextHit()
  killed!.run('request', sessionId, 1).catch(() => {})
  await hit
  killed!.kill()
  return { other: other!, sessionId, ...(await measureOthers(other!, sessionId)) }
}

/**
 * A process that is killed while it refreshes. With the default timeouts, each of these lines takes
 * as long as the others have to wait.
 */
export function createKilledLines(startNetwork: () => Promise<Devnet>): Line[] {
  return [
    sceneLine('… holder killed before it sent anything', startNetwork, async (scene) => {
      const [killed, other] = await scene.startWorkers(2)
      const sessionId = await scene.signInExpired(killed!)
      await killed!.run('haltBeforeSending')
      const halted = killed!.event('halted')
      killed!.run('request', sessionId, 1).catch(() => {})
      await halted
      killed!.kill()
      const { seconds, results } = await measureOthers(other!, sessionId)
      return [
        { label: 'waiting', unit: ' s', before: '16 s', bound: { atMost: 6 }, values: [seconds] },
        { label: 'failed requests', bound: { exactly: 0 }, values: [countFailures(results)] },
      ]
    }),

    sceneLine('… killed after it sent, not taken by the server', startNetwork, async (scene) => {
      const fault = scene.network.faults.silent({ on: 'refresh', times: 1 })
      const { seconds, results, other, sessionId } = await killSending(scene, fault)
      const lost = await scene.countLost(other, sessionId)
      return [
        { label: 'waiting', unit: ' s', before: '15 s', bound: { atMost: 35 }, values: [seconds] },
        {
          label: 'failed requests',
          before: 'by luck',
          bound: { exactly: 0 },
          values: [countFailures(results)],
        },
        { label: 'sessions lost', bound: { exactly: 0 }, values: [lost] },
      ]
    }),

    sceneLine('… killed after it sent, taken by the server', startNetwork, async (scene) => {
      const fault = scene.network.faults.loseNextReply('refresh')
      const { seconds, results } = await killSending(scene, fault)
      const told = results.filter((result) => result === 'interrupted').length
      return [
        { label: 'waiting', unit: ' s', before: '15 s', bound: { atMost: 35 }, values: [seconds] },
        {
          label: 'requests told "interrupted"',
          before: '0',
          bound: { exactly: REQUESTS },
          values: [told],
        },
      ]
    }),
  ]
}
