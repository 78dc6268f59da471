import { runConsumer } from '../support/consumer.js'
import type { Line } from '../support/line.js'
import type { TapServers } from './server.js'
import { WORKER } from './settings.js'

const REPOS = 100
const POISONED = 32
const EVENTS = 100_000
const EACH = 8

/** Seconds for the attempts of a record that fails, whose place its account's other records need */
const RETRY_BOUND = 20

/** The server sends again what was not acked in this time, or in twice as much */
const RETRY_TIMEOUT = 5_000

/**
 * The first records of some repos always fail. Healthy accounts have to arrive nearly as fast as
 * without them, and what is healthy of the others within the time of some retries. Once the poison
 * is set aside, nobody hears of it again.
 */
export function createPoisonLine(servers: TapServers): Line {
  const run = async (poisonedRepos: number, isAll: boolean) => {
    const env: Record<string, string> = isAll ? { TAP_RETRY_TIMEOUT: `${RETRY_TIMEOUT}ms` } : {}
    const server = await servers.start({ events: EVENTS, repos: REPOS }, env)
    try {
      const healthy = (EVENTS / REPOS) * (REPOS - POISONED)
      const settings = {
        url: server.url,
        poisonedRepos,
        countedFrom: isAll ? 0 : POISONED,
        perRepo: EACH,
        expected: isAll ? EVENTS - poisonedRepos * EACH : healthy,
        silence: isAll ? RETRY_TIMEOUT * 2.2 : undefined,
      }
      return await runConsumer(new URL('consumers/poisoned.ts', import.meta.url), settings, WORKER)
    } finally {
      await server.stop()
    }
  }
  return {
    name: `${POISONED} of ${REPOS} accounts poisoned`,
    async measure(pairs) {
      const rates: number[] = []
      const delays: number[] = []
      const received: number[] = []
      const cpu: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const undisturbed = await run(0, false)
        const poisoned = await run(POISONED, false)
        const all = await run(POISONED, true)
        rates.push(undisturbed.elapsed / poisoned.elapsed)
        delays.push((all.elapsed - poisoned.elapsed) / 1000)
        received.push(all.silence!.received)
        cpu.push(all.silence!.cpu)
      }
      return [
        { label: 'healthy accounts, rate', unit: '×', bound: { atLeast: 0.9 }, values: rates },
        {
          label: 'healthy events of the others, later',
          unit: ' s',
          bound: { atMost: RETRY_BOUND },
          values: delays,
        },
        { label: 'events sent again in the end', bound: { exactly: 0 }, values: received },
        { label: 'of a core in the end', unit: ' %', bound: { atMost: 1 }, values: cpu },
      ]
    },
  }
}
