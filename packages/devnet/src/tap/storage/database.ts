import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { DataDirInUseError, TapDataVersionError } from '../../errors.js'

const VERSION = 1

const SCHEMA = `
  CREATE TABLE repos (
    did TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'pending',
    status TEXT NOT NULL DEFAULT 'active',
    handle TEXT NOT NULL DEFAULT '',
    rev TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    retries INTEGER NOT NULL DEFAULT 0,
    retry_after INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX repos_state ON repos (state, retry_after);
  CREATE TABLE records (
    did TEXT NOT NULL,
    collection TEXT NOT NULL,
    rkey TEXT NOT NULL,
    cid TEXT NOT NULL,
    PRIMARY KEY (did, collection, rkey)
  ) WITHOUT ROWID;
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    did TEXT NOT NULL,
    live INTEGER NOT NULL,
    data TEXT NOT NULL
  );
  CREATE TABLE resync_buffer (
    id INTEGER PRIMARY KEY,
    did TEXT NOT NULL,
    data TEXT NOT NULL
  );
  CREATE INDEX resync_buffer_did ON resync_buffer (did);
  CREATE TABLE cursor (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    saved_at INTEGER NOT NULL
  );
`

/**
 * Opens the data folder's database, or one in memory. The file stays locked while it is open: two
 * servers on one folder would assign the same ids.
 */
export function openDatabase(dataDir: string | undefined): Sqlite.Database {
  if (dataDir === undefined) {
    const database = new Sqlite(':memory:')
    database.exec(SCHEMA)
    return database
  }

  mkdirSync(dataDir, { recursive: true })
  const path = pathIn(dataDir)
  const database = new Sqlite(path, { timeout: 0 })
  try {
    lock(database)
    migrate(database, path)
    return database
  } catch (error) {
    database.close()
    throw isBusy(error) ? new DataDirInUseError(dataDir, error) : error
  }
}

/** Replaces the database of a folder that no server uses. */
export function replaceDatabase(dataDir: string, dump: Buffer): void {
  const path = pathIn(dataDir)
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
  writeFileSync(path, dump)
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'tap.sqlite')
}

function lock(database: Sqlite.Database): void {
  database.pragma('locking_mode = EXCLUSIVE')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec('BEGIN EXCLUSIVE; COMMIT')
}

function migrate(database: Sqlite.Database, path: string): void {
  const version = database.pragma('user_version', { simple: true })
  if (version === VERSION) return
  if (version !== 0) throw new TapDataVersionError(path)

  database.transaction(() => {
    database.exec(SCHEMA)
    database.pragma(`user_version = ${VERSION}`)
  })()
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
