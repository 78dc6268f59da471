import * as plc from '@did-plc/lib'
import type { PlcDatabase } from '@did-plc/server'
import type Sqlite from 'better-sqlite3'

interface OperationRow {
  did: string
  operation: string
  cid: string
  nullified: 0 | 1
  created_at: string
}

/**
 * The DID changed while an operation was being validated. The PLC server responds with `status`.
 */
class ConflictError extends Error {
  readonly status = 409
}

/**
 * The operation log of the PLC directory in SQLite. The server itself supports PostgreSQL, which
 * would have to be installed, and memory, which does not survive a restart.
 */
export class SqlitePlcDatabase implements PlcDatabase {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database) {
    this.#database = database
    database.exec(`
      CREATE TABLE IF NOT EXISTS plc_operations (
        id INTEGER PRIMARY KEY,
        did TEXT NOT NULL,
        operation TEXT NOT NULL,
        cid TEXT NOT NULL,
        nullified INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        UNIQUE (did, cid)
      )
    `)
  }

  /** The data folder owns the connection. */
  async close(): Promise<void> {}

  async healthCheck(): Promise<void> {
    this.#database.prepare('SELECT 1').get()
  }

  async validateAndAddOp(did: string, proposed: plc.OpOrTombstone): Promise<void> {
    const { nullified, prev } = await plc.assureValidNextOp(
      did,
      await this.indexedOpsForDid(did),
      proposed
    )
    const { cid } = await plc.getLastOpWithCid([proposed])

    this.#database.transaction(() => {
      for (const dropped of nullified) {
        this.#database
          .prepare('UPDATE plc_operations SET nullified = 1 WHERE did = ? AND cid = ?')
          .run(did, dropped.toString())
      }
      if ((prev?.toString() ?? null) !== this.#lastCid(did)) {
        throw new ConflictError('Proposed prev does not match the most recent operation')
      }
      this.#database
        .prepare('INSERT INTO plc_operations (did, operation, cid, created_at) VALUES (?, ?, ?, ?)')
        .run(did, JSON.stringify(proposed), cid.toString(), new Date().toISOString())
    })()
  }

  async opsForDid(did: string): Promise<plc.CompatibleOpOrTombstone[]> {
    return this.#rows(did).map((row) => JSON.parse(row.operation))
  }

  async indexedOpsForDid(did: string, includeNull = false): Promise<plc.IndexedOperation[]> {
    return Promise.all(
      this.#rows(did, includeNull).map(async (row) => {
        const { op, cid } = await plc.getLastOpWithCid([JSON.parse(row.operation)])
        return {
          did,
          operation: op,
          cid,
          nullified: row.nullified === 1,
          createdAt: new Date(row.created_at),
        }
      })
    )
  }

  async lastOpForDid(did: string): Promise<plc.CompatibleOpOrTombstone | null> {
    const operations = await this.opsForDid(did)
    return operations.at(-1) ?? null
  }

  async exportOps(count: number, after?: Date): Promise<plc.ExportedOp[]> {
    return this.#database
      .prepare<[string, number], OperationRow>(
        'SELECT * FROM plc_operations WHERE created_at > ? ORDER BY id LIMIT ?'
      )
      .all(after?.toISOString() ?? '', count)
      .map((row) => ({
        did: row.did,
        operation: JSON.parse(row.operation),
        cid: row.cid,
        nullified: row.nullified === 1,
        createdAt: row.created_at,
      }))
  }

  #rows(did: string, includeNullified = false): OperationRow[] {
    return this.#database
      .prepare<[string, number], OperationRow>(
        'SELECT * FROM plc_operations WHERE did = ? AND nullified <= ? ORDER BY id'
      )
      .all(did, includeNullified ? 1 : 0)
  }

  #lastCid(did: string): string | null {
    return this.#rows(did).at(-1)?.cid ?? null
  }
}
