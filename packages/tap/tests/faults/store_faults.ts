import type { Database } from '@adonisjs/lucid/database'
import { type DatabaseConnection, databases, type TestDatabase } from '@tests/support/databases'
import { startTcpProxy } from '@tests/support/tcp_proxy'
import { connect, createDeadLetterTables } from '../lucid/helpers.js'

export interface StoreFault {
  /** When dead letters can be stored again. */
  end: string
  /** Why it can't run here. */
  missing?: string
  prepare(): Promise<PreparedFault>
}

export interface PreparedFault {
  /** The connection that dead letters are stored with. */
  store: Database
  /** One that the fault does not affect. */
  db: Database
  begin(): unknown
  end(): unknown
}

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!

async function createLetters(database: TestDatabase) {
  const connection = await database.create()
  const db = connect(connection)
  await createDeadLetterTables(db)
  return { connection, db }
}

const locked: StoreFault = {
  end: 'the file is unlocked',
  async prepare() {
    const { connection, db: store } = await createLetters(sqlite)
    const db = connect(connection)
    const begin = () => db.rawQuery('begin exclusive')
    return { store, db, begin, end: () => db.rawQuery('commit') }
  },
}

const full: StoreFault = {
  end: 'there is room on the disk',
  async prepare() {
    const { db } = await createLetters(sqlite)
    const [{ page_count: pages }] = await db.rawQuery('PRAGMA page_count')
    const limit = (count: number) => db.rawQuery(`PRAGMA max_page_count = ${count}`)
    return { store: db, db, begin: () => limit(pages), end: () => limit(1_000_000) }
  },
}

function unreachable(database: TestDatabase): StoreFault {
  return {
    end: `the server is back (${database.name})`,
    missing: database.missing,
    async prepare() {
      const { connection, db } = await createLetters(database)
      const address = connection.connection as { port: number }
      const proxy = await startTcpProxy(address.port)
      const far = { ...connection, connection: { ...address, port: proxy.port } }
      const store = connect(far as DatabaseConnection)
      return { store, db, begin: proxy.goDown, end: proxy.comeUp }
    },
  }
}

export const fileFaults = [locked, full]

export const serverFaults = databases
  .filter(({ dialect }) => dialect !== 'sqlite')
  .map((database) => unreachable(database))
