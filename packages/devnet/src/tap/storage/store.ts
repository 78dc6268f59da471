import type { Database } from 'better-sqlite3'
import { openDatabase } from './database.js'
import { OutboxTable } from './outbox_table.js'
import { RecordTable } from './record_table.js'
import { RepoTable } from './repo_table.js'
import { ResyncBufferTable } from './resync_buffer_table.js'

/** The state that survives a restart. All calls are synchronous, so that they can't interleave. */
export class Store {
  #database: Database
  readonly repos: RepoTable
  readonly records: RecordTable
  readonly outbox: OutboxTable
  readonly resyncBuffer: ResyncBufferTable

  constructor(dataDir: string | undefined) {
    this.#database = openDatabase(dataDir)
    this.repos = new RepoTable(this.#database)
    this.records = new RecordTable(this.#database)
    this.outbox = new OutboxTable(this.#database)
    this.resyncBuffer = new ResyncBufferTable(this.#database)
  }

  transaction<T>(work: () => T): T {
    return this.#database.transaction(work)()
  }

  /** The firehose position up to which everything is stored, and the time when it was saved. */
  get cursor(): { seq: number; savedAt: number } | undefined {
    return this.#database.prepare('SELECT seq, saved_at AS savedAt FROM cursor').get() as
      { seq: number; savedAt: number } | undefined
  }

  saveCursor(seq: number): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO cursor (id, seq, saved_at) VALUES (1, ?, ?)')
      .run(seq, Date.now())
  }

  /** A copy of the whole database. */
  dump(): Buffer {
    return this.#database.serialize()
  }

  close(): void {
    this.#database.close()
  }
}
