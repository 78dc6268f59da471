import type { Tally } from './tally.js'

/** What must not happen. */
export const INCIDENTS = ['5xx', 'signed out', 'no response']

/** What depends on the machine as well, so that it is printed and fails nothing. */
const DELAYS = ['over 5 s', 'over 10 s to end']

const ACTIONS = ['requests', 'cut off by a kill', 'posts', 'deletes']

/** The table at the end of a run. */
export function describeRun(
  run: Record<string, string | number>,
  tally: Tally,
  outages: string[]
): string {
  const counted = [...outages, ...ACTIONS, ...DELAYS, ...INCIDENTS]
  const { times } = tally
  const rows = Object.entries({
    ...run,
    ...Object.fromEntries(counted.map((name) => [name, tally.of(name)])),
    'response p50 / p99 / longest': `${times.percentile(50)} / ${times.percentile(99)} / ${times.max} ms`,
  })
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
