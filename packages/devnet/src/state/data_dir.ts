import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import {
  DataDirInUseError,
  DataDirUnusableError,
  type DevnetError,
  SqliteUnusableError,
} from '../errors.js'
import { createTemporaryFolder, DATABASE, sweepTemporaryFolders } from './temporary_folders.js'

/**
 * The data folder, and the database with the devnet's own state.
 *
 * The database is locked by the operating system as long as the devnet runs: a second devnet on the
 * same folder is refused, and a killed one leaves no lock behind.
 */
export class DataDir {
  private constructor(
    readonly path: string,
    readonly isTemporary: boolean,
    readonly database: Sqlite.Database
  ) {}

  /** @param dir without it, a temporary folder that `close` removes */
  static async open(dir?: string): Promise<DataDir> {
    await sweepTemporaryFolders()
    const path = dir ? resolve(dir) : await createTemporaryFolder()
    try {
      await mkdir(path, { recursive: true })
      return new DataDir(path, !dir, openExclusively(path))
    } catch (error) {
      if (!dir) await rm(path, { recursive: true, force: true })
      throw openFailure(path, error as Error)
    }
  }

  /** Creates a subfolder, unless it exists. */
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
  const database = new Sqlite(join(path, DATABASE), { timeout: 0 })
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

/** Finds the cause of a failure to open: another devnet, the folder, or the installation. */
export function openFailure(path: string, error: Error & { code?: string }): DevnetError {
  if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
    return new DataDirInUseError(path, error)
  }
  const isAboutFolder = error instanceof Sqlite.SqliteError || 'syscall' in error
  return isAboutFolder ? new DataDirUnusableError(path, error) : new SqliteUnusableError(error)
}
