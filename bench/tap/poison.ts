import { runConsumer } from '../support/consumer.js'
import type { Line } from '../support/line.js'
import type { TapServers } from './server.js'

const REPOS = 100
const POISONED = 32
const EVENTS = 100_000
const EACH = 8

/** Seconds for the attempts of a record that fails, whose place its account's other records need */
const RETRY_BOUND = 20

/**
 * The first records of some repos always fail. Healthy accounts have to arrive nearly as fast as
 * without them, and what is healthy of the others within the time of some retries.
 */
export function createPoisonLine(servers: TapServers): Line {
  const run = async (poisonedRepos: number, isAll: boolean) => {
    const server = await servers.start({ events: EVENTS, repos: REPOS })
    try {
      const healthy = (EVENTS / REPOS) * (REPOS - POISONED)
      return await runConsumer(new URL('consumers/poisoned.ts', import.meta.url), {
        url: server.url,
        poisonedRepos,
        countedFrom: isAll ? 0 : POISONED,
        perRepo: EACH,
        expected: isAll ? EVENTS - poisonedRepos * EACH : healthy,
      })
    } finally {
      await server.stop()
    }
  }
  return {
    name: `${POISONED} of ${REPOS} accounts poisoned`,
    async measure(pairs) {
      const rates: number[] = []
      const delays: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const undisturbed = await run(0, false)
        const poisoned = await run(POISONED, false)
        const all = await run(POISONED, true)
        rates.push(undisturbed.elapsed / poisoned.elapsed)
        delays.push((all.elapsed - poisoned.elapsed) / 1000)
      }
      return [
        { label: 'healthy accounts, rate', unit: '×', bound: { atLeast: 0.9 }, values: rates },
        {
          label: 'healthy events of the others, later',
          unit: ' s',
          bound: { atMost: RETRY_BOUND },
          values: delays,
        },
      ]
    },
  }
}
