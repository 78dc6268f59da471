import { databases } from '@tests/support/databases'
import { findRealTap } from '@tests/support/real_tap'
import { createMemoryFolder } from '../support/folder.js'
import type { Line } from '../support/line.js'
import { createIdleLatency } from './idle_latency.js'
import { createLucidLine } from './lucid/line.js'
import { createMemoryLine } from './memory.js'
import { compare } from './pairs.js'
import { createPoisonLine } from './poison.js'
import { TapServers } from './server.js'
import type { Work } from './settings.js'

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!
const postgres = databases.find(({ dialect }) => dialect === 'postgres')!

const NOTHING: Work = { kind: 'nothing' }
const wait = (ms: number): Work => ({ kind: 'wait', ms })
const batches = (ms: number): Work => ({ kind: 'batch', ms, size: 200 })

/**
 * What the official client does with a load, and what ours has to do in comparison. Each load takes
 * some seconds.
 */
export function createLines(): Line[] {
  const binary = findRealTap()
  if (!binary) {
    const missing = 'the real Tap server was not found, on the PATH or at TAP_BIN'
    return [{ name: 'tap', missing, measure: async () => [] }]
  }
  const servers = new TapServers(createMemoryFolder(), binary)

  const load = (events: number, work: Work, more: object = {}, live = false) => ({
    backlog: { events, repos: 100, live },
    settings: { work, ...more },
  })
  const at128 = { concurrency: 128 }
  const oneMs = load(4_000, wait(1))
  const fiveMs = load(1_000, wait(5))
  return [
    compare('no handler', servers, load(60_000, NOTHING), load(60_000, NOTHING), {
      rate: 2.5,
      cpu: 0.5,
    }),
    compare(
      'no handler, checked by its lexicon',
      servers,
      load(60_000, NOTHING),
      load(60_000, NOTHING, { checked: true }),
      { rate: 1.5, cpu: 0.8 }
    ),
    compare('1 ms, default', servers, oneMs, load(40_000, wait(1)), { rate: 16 }),
    compare('1 ms, 128 at a time', servers, oneMs, load(40_000, wait(1), at128), { rate: 24 }),
    compare('1 ms, batches of 200', servers, oneMs, load(60_000, batches(1)), { rate: 30 }),
    compare('5 ms, default', servers, fiveMs, load(20_000, wait(5)), { rate: 28 }),
    compare('5 ms, 128 at a time', servers, fiveMs, load(40_000, wait(5), at128), { rate: 70 }),
    compare('5 ms, batches of 200', servers, fiveMs, load(60_000, batches(5)), { rate: 85 }),
    compare(
      '5 ms, live only, 128 at a time',
      servers,
      load(1_000, wait(5), {}, true),
      load(20_000, wait(5), at128, true),
      { rate: 58 }
    ),
    createLucidLine(servers, {
      name: "the guide's pattern, SQLite",
      database: sqlite,
      events: { official: 500, ours: 10_000 },
      atLeast: 3,
    }),
    createLucidLine(servers, {
      name: "the guide's pattern, PostgreSQL",
      database: postgres,
      events: { official: 1_000, ours: 20_000 },
      atLeast: 12,
    }),
    createLucidLine(servers, {
      name: "the guide's pattern, PostgreSQL at 2 ms",
      database: postgres,
      roundTrip: 2,
      events: { official: 300, ours: 20_000 },
      atLeast: 25,
    }),
    createMemoryLine(servers, {
      name: 'memory on 1,000,000 events',
      backlog: { events: 1_000_000, repos: 1_000 },
      work: NOTHING,
      atMost: 100,
    }),
    createMemoryLine(servers, {
      name: 'memory on 12,000 records of 100 KB, 50 ms',
      backlog: { events: 12_000, repos: 100, recordSize: 100_000 },
      work: wait(50),
      atMost: 250,
    }),
    createPoisonLine(servers),
    createIdleLatency(),
  ]
}
