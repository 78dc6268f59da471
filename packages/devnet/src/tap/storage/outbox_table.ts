import type { Database, Statement } from 'better-sqlite3'
import type { OutboxEvent } from '../types.js'

interface Row {
  id: number
  did: string
  live: number
  data: string
}

/** Events that are not acked, or were acked a moment ago. */
export class OutboxTable {
  readonly #database: Database
  #nextId: number
  #insert: Statement
  #delete: Statement

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare('INSERT INTO outbox (id, did, live, data) VALUES (?, ?, ?, ?)')
    this.#delete = database.prepare('DELETE FROM outbox WHERE id = ?')

    // The real server continues its ids after the stored events, and starts at 1 without any: an id
    // is not a permanent key.
    const last = database.prepare('SELECT max(id) AS id FROM outbox').get() as { id: number | null }
    this.#nextId = last.id === null ? 1 : last.id + 2
  }

  /** Assigns an id to an event, serializes and stores it. */
  add(did: string, live: boolean, data: (id: number) => string): OutboxEvent {
    const id = this.#nextId++
    const event = { id, did, live, data: data(id) }
    this.#insert.run(id, did, live ? 1 : 0, event.data)
    return event
  }

  all(): OutboxEvent[] {
    const rows = this.#database.prepare('SELECT * FROM outbox ORDER BY id').all() as Row[]
    return rows.map((row) => ({ ...row, live: row.live === 1 }))
  }

  delete(ids: number[]): void {
    this.#database.transaction(() => {
      for (const id of ids) this.#delete.run(id)
    })()
  }

  count(): number {
    return this.#database.prepare('SELECT count(*) FROM outbox').pluck().get() as number
  }
}
