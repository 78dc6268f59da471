import type { DatabaseConnection, TestDatabase } from '@tests/support/databases'
import { runConsumer } from '../../support/consumer.js'
import type { Line } from '../../support/line.js'
import { startSlowProxy } from '../../support/slow_proxy.js'
import type { TapServers } from '../server.js'
import { WORKER } from '../settings.js'
import type { LucidSettings } from './settings.js'
import { countStatuses, createTable } from './statuses.js'

export interface LucidOptions {
  name: string
  database: TestDatabase
  /** Milliseconds that the network adds to each round trip. */
  roundTrip?: number
  /** Events for each client: some seconds of work. */
  events: { official: number; ours: number }
  atLeast: number
}

/** The guide's pattern, compared with the official client that writes the same rows one by one. */
export function createLucidLine(servers: TapServers, options: LucidOptions): Line {
  const { name, database, events, atLeast } = options
  return {
    name,
    missing: database.missing,
    async measure(pairs) {
      const values: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const official = await measureRate(servers, 'official', events.official, options)
        values.push((await measureRate(servers, 'ours', events.ours, options)) / official)
      }
      return [{ label: 'events/s', unit: '×', bound: { atLeast }, values }]
    },
  }
}

async function measureRate(
  servers: TapServers,
  client: 'official' | 'ours',
  events: number,
  { database, roundTrip }: LucidOptions
): Promise<number> {
  const connection = await database.create()
  await createTable(connection)
  const proxy = roundTrip ? await startSlowProxy(portOf(connection), roundTrip) : undefined
  const server = await servers.start({ events, repos: 100 })
  try {
    const settings: LucidSettings = {
      url: server.url,
      expected: events,
      connection: proxy ? withPort(connection, proxy.port) : connection,
    }
    const file = new URL(`${client}.ts`, import.meta.url)
    const { elapsed } = await runConsumer(file, settings, client === 'ours' ? WORKER : {})
    const stored = await countStatuses(connection)
    if (stored !== events) throw new Error(`${client} stored ${stored} of ${events} records`)
    return events / elapsed
  } finally {
    await server.stop()
    await proxy?.close()
  }
}

function portOf({ connection }: DatabaseConnection): number {
  if ('port' in connection) return connection.port
  throw new TypeError('Only a database server can be slow to reach')
}

function withPort(connection: DatabaseConnection, port: number): DatabaseConnection {
  return { ...connection, connection: { ...connection.connection, port } } as DatabaseConnection
}
