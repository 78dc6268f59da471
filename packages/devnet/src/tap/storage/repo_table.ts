import type { Database, Statement } from 'better-sqlite3'
import type { AccountStatus, Repo, RepoState } from '../types.js'

/** The followed repos. */
export class RepoTable {
  readonly #database: Database
  #insert: Statement
  #find: Statement

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare('INSERT OR IGNORE INTO repos (did) VALUES (?)')
    this.#find = database.prepare(
      'SELECT did, state, status, handle, rev, error, retries FROM repos WHERE did = ?'
    )
    // Repos whose backfill was interrupted by a crash are read again.
    database.exec("UPDATE repos SET state = 'desynchronized' WHERE state = 'resyncing'")
  }

  /** Follows a repo, unless it is followed already. */
  add(did: string): void {
    this.#insert.run(did)
  }

  find(did: string): Repo | undefined {
    return this.#find.get(did) as Repo | undefined
  }

  remove(did: string): void {
    this.#database.prepare('DELETE FROM repos WHERE did = ?').run(did)
  }

  setState(did: string, state: RepoState): void {
    this.#database.prepare('UPDATE repos SET state = ? WHERE did = ?').run(state, did)
  }

  setStatus(did: string, status: AccountStatus): void {
    this.#database.prepare('UPDATE repos SET status = ? WHERE did = ?').run(status, did)
  }

  setHandle(did: string, handle: string): void {
    this.#database.prepare('UPDATE repos SET handle = ? WHERE did = ?').run(handle, did)
  }

  setRev(did: string, rev: string): void {
    this.#database.prepare('UPDATE repos SET rev = ? WHERE did = ?').run(rev, did)
  }

  /** Marks a repo as completely read at this rev. */
  setActive(did: string, rev: string): void {
    this.#database
      .prepare(
        "UPDATE repos SET state = 'active', rev = ?, error = '', retries = 0, retry_after = 0 WHERE did = ?"
      )
      .run(rev, did)
  }

  /** Marks a repo as failed. It is retried at `retryAfter` (ms since the epoch). */
  setFailed(did: string, error: string, retryAfter: number): void {
    this.#database
      .prepare(
        "UPDATE repos SET state = 'error', error = ?, retries = retries + 1, retry_after = ? WHERE did = ?"
      )
      .run(error, retryAfter, did)
  }

  /** Marks all synchronized repos to be compared with the PDS again. */
  desynchronizeAll(): void {
    this.#database.exec("UPDATE repos SET state = 'desynchronized' WHERE state = 'active'")
  }

  /** Returns the next repo to read: new ones first, failed ones last. */
  claim(now: number): Repo | undefined {
    const did = this.#database
      .prepare(
        `SELECT did FROM repos
         WHERE state IN ('pending', 'desynchronized', 'error') AND retry_after <= ?
         ORDER BY CASE state WHEN 'pending' THEN 0 WHEN 'desynchronized' THEN 1 ELSE 2 END
         LIMIT 1`
      )
      .pluck()
      .get(now) as string | undefined
    if (did === undefined) return undefined

    this.setState(did, 'resyncing')
    return this.find(did)
  }

  count(): number {
    return this.#database.prepare('SELECT count(*) FROM repos').pluck().get() as number
  }
}
