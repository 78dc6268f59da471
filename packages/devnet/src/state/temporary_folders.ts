import { lstat, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import debug from '../debug.js'

const PREFIX = 'atproto-devnet-'

/** A start creates its database and locks it at once. After this time, it was killed in between. */
const START_LIMIT = 60_000

/** The database that a devnet keeps locked as long as it runs. */
export const DATABASE = 'devnet.sqlite'

export async function createTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/**
 * Removes the temporary folders of devnets that were killed. A folder is in use as long as its
 * database is locked: unlike a process id, the lock ends with the process that holds it. Folders of
 * other users, and whatever cannot be read or removed, stay.
 */
export async function sweepTemporaryFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) {
    // Another copy of SQLite in this process would lose its locks when the database is opened
    // again.
    const isOurs = name.startsWith(`${PREFIX}${process.pid}-`)
    if (!name.startsWith(PREFIX) || isOurs) continue
    const path = join(tmpdir(), name)
    await sweep(path).catch((error) => debug('cannot sweep %s: %s', path, error))
  }
}

async function sweep(path: string): Promise<void> {
  const folder = await lstat(path)
  if (!folder.isDirectory() || folder.uid !== process.getuid?.()) return

  const file = join(path, DATABASE)
  const size = await stat(file).then(
    (database) => database.size,
    () => 0
  )
  if (size === 0) {
    if (Date.now() - folder.mtimeMs > START_LIMIT) await remove(path)
    return
  }

  const database = new Sqlite(file, { timeout: 0, fileMustExist: true })
  try {
    database.exec('BEGIN EXCLUSIVE')
    await remove(path)
  } finally {
    database.close()
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
  debug('removed %s, which no devnet uses', path)
}
