import type { Database, Statement } from 'better-sqlite3'
import type { OutboxEvent } from '../types.js'

interface Row {
  id: number
  did: string
  live: number
  data: string
}

/** Events that were not acked yet, or only a moment ago. */
export class OutboxTable {
  #nextId: number
  #insert: Statement
  #delete: Statement

  constructor(private database: Database) {
    this.#insert = database.prepare('INSERT INTO outbox (id, did, live, data) VALUES (?, ?, ?, ?)')
    this.#delete = database.prepare('DELETE FROM outbox WHERE id = ?')

    // The real server counts on from what it finds, and from 1 when it finds nothing: an id is no
    // lasting key.
    const last = database.prepare('SELECT max(id) AS id FROM outbox').get() as { id: number | null }
    this.#nextId = last.id === null ? 1 : last.id + 2
  }

  /** Gives an event its id and its text, and keeps it. */
  add(did: string, live: boolean, data: (id: number) => string): OutboxEvent {
    const id = this.#nextId++
    const event = { id, did, live, data: data(id) }
    this.#insert.run(id, did, live ? 1 : 0, event.data)
    return event
  }

  all(): OutboxEvent[] {
    const rows = this.database.prepare('SELECT * FROM outbox ORDER BY id').all() as Row[]
    return rows.map((row) => ({ ...row, live: row.live === 1 }))
  }

  delete(ids: number[]): void {
    this.database.transaction(() => {
      for (const id of ids) this.#delete.run(id)
    })()
  }

  count(): number {
    return this.database.prepare('SELECT count(*) FROM outbox').pluck().get() as number
  }
}
