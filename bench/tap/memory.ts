import type { Line } from '../support/line.js'
import type { BacklogOptions } from './backlog.js'
import { runSide } from './pairs.js'
import type { TapServers } from './server.js'
import type { Work } from './settings.js'

const MEGABYTE = 1_000_000

/** How much resident memory grows while a backlog is read. */
export function createMemoryLine(
  servers: TapServers,
  options: { name: string; backlog: BacklogOptions; work: Work; atMost: number }
): Line {
  return {
    name: options.name,
    async measure() {
      const { idleMemory, peakMemory } = await runSide(servers, {
        client: 'ours',
        backlog: options.backlog,
        settings: { work: options.work },
      })
      return [
        {
          label: 'memory over idle',
          unit: ' MB',
          bound: { atMost: options.atMost },
          values: [(peakMemory - idleMemory) / MEGABYTE],
        },
      ]
    },
  }
}
