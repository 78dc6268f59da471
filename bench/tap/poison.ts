import { type Measured, runConsumer } from '../support/consumer.js'
import type { Line } from '../support/line.js'
import { type Side, takeTurns } from '../support/turns.js'
import type { PoisonSettings } from './consumers/poisoned.js'
import type { RunningTap, TapServers } from './server.js'
import { WORKER } from './settings.js'

const REPOS = 100
const POISONED = 32
const EVENTS = 100_000
const EACH = 8
const HEALTHY = (EVENTS / REPOS) * (REPOS - POISONED)

/**
 * How often each side runs in a pair, since a single run is over in three seconds. An even number:
 * each side has the first turn in half of them.
 */
const ROUNDS = 4

/** Seconds for attempts of a failing record, which holds up the other records of its account. */
const RETRY_BOUND = 20

/** The server sends an event again that was not acked after this time, or after twice as long. */
const RETRY_TIMEOUT = 5_000

const CONSUMER = new URL('consumers/poisoned.ts', import.meta.url)

/**
 * The first records of some repos always fail. The events of healthy accounts have to arrive nearly
 * as fast as without them, and the other records of the poisoned ones within the time of some
 * retries. A record that was set aside must not be sent again.
 */
export function createPoisonLine(servers: TapServers): Line {
  return {
    name: `${POISONED} of ${REPOS} accounts poisoned`,
    async measure(pairs) {
      const rates: number[] = []
      const delays: number[] = []
      const received: number[] = []
      const cpu: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const { undisturbed, poisoned } = await measureHealthy(servers)
        const { later, silence } = await measureAll(servers)
        rates.push(undisturbed / poisoned)
        delays.push(later! / 1000)
        received.push(silence!.received)
        cpu.push(silence!.cpu)
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

/** Milliseconds that the healthy accounts take without poison and with it. */
async function measureHealthy(servers: TapServers) {
  const times = { undisturbed: 0, poisoned: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const sides = [0, POISONED]
    if (round % 2) sides.reverse()
    for (const { poisonedRepos, time } of await measureRound(servers, sides)) {
      times[poisonedRepos === 0 ? 'undisturbed' : 'poisoned'] += time
    }
  }
  return times
}

/**
 * Both sides in turns, each with a server of its own.
 *
 * @param sides - The number of poisoned repos of each, the first turn first
 */
async function measureRound(servers: TapServers, sides: number[]) {
  const backlog = { events: EVENTS, repos: REPOS }
  const running: RunningTap[] = []
  const run = (poisonedRepos: number, index: number) => async (side: Side) => {
    const { url, process } = running[index]!
    side.add(process)
    const settings: PoisonSettings = {
      url,
      poisonedRepos,
      perRepo: EACH,
      countedFrom: POISONED,
      expected: HEALTHY,
    }
    const onFork = side.add.bind(side)
    const measured = await runConsumer(CONSUMER, settings, { ...WORKER, onFork })
    return { poisonedRepos, time: side.timeOf(measured) }
  }
  try {
    while (running.length < sides.length) running.push(await servers.start(backlog))
    return await takeTurns(sides.map(run))
  } finally {
    for (const server of running) await server.stop()
  }
}

/** Runs all accounts for as long as the server may take to send events again. */
async function measureAll(servers: TapServers): Promise<Measured> {
  const env = { TAP_RETRY_TIMEOUT: `${RETRY_TIMEOUT}ms` }
  const server = await servers.start({ events: EVENTS, repos: REPOS }, env)
  try {
    const settings: PoisonSettings = {
      url: server.url,
      poisonedRepos: POISONED,
      perRepo: EACH,
      countedFrom: 0,
      expected: EVENTS - POISONED * EACH,
      silence: RETRY_TIMEOUT * 2.2,
    }
    // After some seconds, V8 returns the memory that the load took. That is no work of ours.
    const nodeOptions = [...WORKER.nodeOptions, '--no-memory-reducer']
    return await runConsumer(CONSUMER, settings, { nodeOptions })
  } finally {
    await server.stop()
  }
}
