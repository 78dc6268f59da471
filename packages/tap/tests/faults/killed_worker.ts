import { Container } from '@adonisjs/core/container'
import type { DatabaseConnection } from '@tests/support/databases'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { resolveConfig } from '../../src/define_config.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { Listener } from '../../src/listener.js'
import { writeMany } from '../../src/lucid/main.js'
import { startLog, STATUS } from '../helpers.js'
import { Status } from '../lucid/helpers.js'
import { openDatabase } from '../lucid/open_database.js'

/** When the worker kills itself with SIGKILL. */
export type Moment =
  'in a handler' | 'in the batch' | 'before the commit' | 'before the acks' | 'never'

export interface WorkerSettings {
  url: string
  adminPassword?: string
  connection: DatabaseConnection
  moment: Moment
}

const { url, adminPassword, connection, moment }: WorkerSettings = JSON.parse(process.argv[2]!)
const db = openDatabase(connection)
const dieAt = (now: Moment) => now === moment && process.kill(process.pid, 'SIGKILL')

const emojiOf = ({ record }: any) => ({ emoji: record.status })

/** Handles one event at a time. */
class EachStatus {
  async handle(event: any) {
    await writeMany(Status, [event], emojiOf)
    dieAt('in a handler')
  }
}

class StatusIndexer {
  async batch(events: any[]) {
    await db.transaction(async (client) => {
      dieAt('in the batch')
      await writeMany(Status, events, emojiOf, { client })
      dieAt('before the commit')
    })
    // Ahead of the one that sends the acks of this turn.
    setImmediate(() => dieAt('before the acks'))
  }
}

const registry = new IndexerRegistry()
const indexer = moment === 'in a handler' ? EachStatus : StatusIndexer
registry.index(STATUS, async () => ({ default: indexer }))
registry.identity({ handle() {} })
const listener = new Listener({
  config: resolveConfig({
    url,
    adminPassword,
    deadLetters: new LucidDeadLetterStore(() => db.connection()),
  }),
  registry,
  container: new Container(),
  logger: startLog().logger,
})
await listener.start()
