import type { Database, Statement } from 'better-sqlite3'

/** The last sent version of each record, which a resync compares with. */
export class RecordTable {
  readonly #database: Database
  #put: Statement
  #delete: Statement

  constructor(database: Database) {
    this.#database = database
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO records (did, collection, rkey, cid) VALUES (?, ?, ?, ?)'
    )
    this.#delete = database.prepare(
      'DELETE FROM records WHERE did = ? AND collection = ? AND rkey = ?'
    )
  }

  put(did: string, collection: string, rkey: string, cid: string): void {
    this.#put.run(did, collection, rkey, cid)
  }

  delete(did: string, collection: string, rkey: string): void {
    this.#delete.run(did, collection, rkey)
  }

  /** CIDs by `collection/rkey`. */
  cids(did: string): Map<string, string> {
    const rows = this.#database
      .prepare("SELECT collection || '/' || rkey, cid FROM records WHERE did = ?")
      .raw()
      .all(did) as [string, string][]
    return new Map(rows)
  }

  deleteRepo(did: string): void {
    this.#database.prepare('DELETE FROM records WHERE did = ?').run(did)
  }

  count(): number {
    return this.#database.prepare('SELECT count(*) FROM records').pluck().get() as number
  }

  countOf(did: string): number {
    return this.#database
      .prepare('SELECT count(*) FROM records WHERE did = ?')
      .pluck()
      .get(did) as number
  }
}
