import type { Tally } from './tally.js'

/** What must not happen. */
export const INCIDENTS = ['5xx', 'signed out', 'no response']

/** What depends on the machine as well, so that it is printed and fails nothing. */
const DELAYS = ['over 5 s', 'over 10 s to end']

/** The table at the end of a run. */
export function describeRun(
  run: {
    seed: number
    database: string
    minutes: number
    people: number
    statuses: number
    logBytes: number
  },
  tally: Tally,
  outages: string[]
): string {
  const rows: [string, string | number][] = [
    ['seed', run.seed],
    ['database', run.database],
    ['minutes', run.minutes],
    ['people signed in', run.people],
    ...outages.map((name): [string, number] => [name, tally.of(name)]),
    ['requests', tally.of('requests')],
    ['cut off by a kill', tally.of('cut off')],
    ['posts', tally.of('posts')],
    ['deletes', tally.of('deletes')],
    ['statuses: PDS = rows = pages', run.statuses],
    [
      'response p50 / p99 / longest',
      `${tally.percentile(50)} / ${tally.percentile(99)} / ${tally.longest} ms`,
    ],
    ['log', `${Math.round(run.logBytes / 1024)} KB`],
    ...[...DELAYS, ...INCIDENTS].map((name): [string, number] => [name, tally.of(name)]),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
