import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import {
  DataDirInUseError,
  DataDirUnusableError,
  SqliteUnusableError,
  type DevnetError,
} from '../errors.js'

/**
 * The folder everything is kept in, and the one database of the devnet's own state.
 *
 * The database is opened exclusively: the lock is the operating system's, so a second devnet on
 * the same folder is refused, and a devnet that was killed leaves no lock behind.
 */
export class DataDir {
  private constructor(
    readonly path: string,
    readonly isTemporary: boolean,
    readonly database: Sqlite.Database
  ) {}

  /** @param dir without it, a temporary folder that `close` removes */
  static async open(dir?: string): Promise<DataDir> {
    const path = dir ? resolve(dir) : await mkdtemp(join(tmpdir(), 'atproto-devnet-'))
    try {
      await mkdir(path, { recursive: true })
      return new DataDir(path, !dir, openExclusively(path))
    } catch (error) {
      if (!dir) await rm(path, { recursive: true, force: true })
      throw openFailure(path, error as Error)
    }
  }

  /** A folder inside, created when it is not there yet. */
  async folder(...names: string[]): Promise<string> {
    const path = join(this.path, ...names)
    await mkdir(path, { recursive: true })
    return path
  }

  async close(): Promise<void> {
    this.database.close()
    if (this.isTemporary) await rm(this.path, { recursive: true, force: true, maxRetries: 3 })
  }
}

function openExclusively(path: string): Sqlite.Database {
  const database = new Sqlite(join(path, 'devnet.sqlite'), { timeout: 0 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('journal_mode = WAL')
    database.exec('BEGIN EXCLUSIVE; COMMIT')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Says of a failure to open whose fault it is: another devnet's, the folder's, or the installation's. */
export function openFailure(path: string, error: Error & { code?: string }): DevnetError {
  if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
    return new DataDirInUseError(path, error)
  }
  const isFolders = error instanceof Sqlite.SqliteError || 'syscall' in error
  return isFolders ? new DataDirUnusableError(path, error) : new SqliteUnusableError(error)
}
