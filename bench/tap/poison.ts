import { runConsumer } from '../support/consumer.js'
import type { Line } from '../support/line.js'
import type { TapServers } from './server.js'

const REPOS = 100
const POISONED = 32
const EVENTS = 100_000
const EACH = 8

/**
 * The first records of some repos always fail. All others have to arrive nearly as fast as without
 * them, and the server must not go on sending the same events.
 */
export function createPoisonLine(servers: TapServers): Line {
  const run = async (poisonedRepos: number) => {
    const server = await servers.start({ events: EVENTS, repos: REPOS })
    try {
      return await runConsumer(new URL('consumers/poisoned.ts', import.meta.url), {
        url: server.url,
        poisonedRepos,
        repos: REPOS,
        perRepo: EACH,
        expected: EVENTS - poisonedRepos * EACH,
      })
    } finally {
      await server.stop()
    }
  }
  return {
    name: `${POISONED} of ${REPOS} accounts poisoned`,
    async measure(pairs) {
      const rates: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const undisturbed = await run(0)
        const poisoned = await run(POISONED)
        // The healthy accounts' share, up to the last event of theirs.
        rates.push(undisturbed.elapsed / poisoned.elapsed)
      }
      return [{ label: 'healthy rate', unit: '×', bound: { atLeast: 0.9 }, values: rates }]
    },
  }
}
