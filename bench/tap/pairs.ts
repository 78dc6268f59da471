import { type Measured, runConsumer } from '../support/consumer.js'
import type { Figure, Line } from '../support/line.js'
import type { BacklogOptions } from './backlog.js'
import type { TapServers } from './server.js'
import { type TapSettings, WORKER } from './settings.js'

type Settings = Omit<TapSettings, 'url' | 'expected'>

/** One client on one load. */
export interface Side {
  client: 'official' | 'ours'
  backlog: BacklogOptions
  settings: Settings
}

export async function runSide(servers: TapServers, side: Side): Promise<Measured> {
  const server = await servers.start(side.backlog)
  try {
    const expected = side.backlog.events
    const file = new URL(`consumers/${side.client}.ts`, import.meta.url)
    const settings: TapSettings = { ...side.settings, url: server.url, expected }
    const measured = await runConsumer(file, settings, side.client === 'ours' ? WORKER : {})
    if (measured.handled !== expected) {
      throw new Error(`${side.client} handled ${measured.handled} of ${expected} events`)
    }
    return measured
  } finally {
    await server.stop()
  }
}

const rate = ({ handled, elapsed }: Measured) => handled / elapsed
const cpu = ({ handled, cpu: spent }: Measured) => spent / handled

export interface Ratios {
  /** Events per second, relative to the official client. */
  rate: number
  /** Processor time per event, relative to the official client, where it is compared. */
  cpu?: number
}

/**
 * The official client and ours in turn, each with a load of its own size: the slower one would take
 * minutes for the load that the faster one needs.
 */
export function compare(
  name: string,
  servers: TapServers,
  official: Omit<Side, 'client'>,
  ours: Omit<Side, 'client'>,
  must: Ratios
): Line {
  return {
    name,
    async measure(pairs) {
      const rates: number[] = []
      const times: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const theirs = await runSide(servers, { client: 'official', ...official })
        const own = await runSide(servers, { client: 'ours', ...ours })
        rates.push(rate(own) / rate(theirs))
        times.push(cpu(own) / cpu(theirs))
      }
      const figures: Figure[] = [
        { label: 'events/s', unit: '×', bound: { atLeast: must.rate }, values: rates },
      ]
      if (must.cpu) {
        const bound = { atMost: must.cpu }
        figures.push({ label: 'processor time', unit: '×', bound, values: times })
      }
      return figures
    },
  }
}
