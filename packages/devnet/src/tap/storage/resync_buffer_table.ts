import type { Database } from 'better-sqlite3'
import type { Commit } from '../types.js'

/** Commits that arrived while their repo was being read. */
export class ResyncBufferTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(commit: Commit): void {
    this.#database
      .prepare('INSERT INTO resync_buffer (did, data) VALUES (?, ?)')
      .run(commit.did, JSON.stringify(commit))
  }

  /** Removes and returns the commits of a repo, oldest first. */
  drain(did: string): Commit[] {
    const rows = this.#database
      .prepare('SELECT data FROM resync_buffer WHERE did = ? ORDER BY id')
      .pluck()
      .all(did) as string[]
    this.deleteRepo(did)
    return rows.map((row) => JSON.parse(row) as Commit)
  }

  deleteRepo(did: string): void {
    this.#database.prepare('DELETE FROM resync_buffer WHERE did = ?').run(did)
  }

  count(): number {
    return this.#database.prepare('SELECT count(*) FROM resync_buffer').pluck().get() as number
  }
}
