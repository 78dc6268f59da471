import type { RecordRef, RepoRecord, Write } from '../types.js'

/** What one commit can contain. */
const COMMIT_SIZE = 200

/** Valid in a string for lexicons and the PDS, and refused by PostgreSQL. */
const NUL = '\0'

/** Dates, at-uris, DIDs and other URIs: changed, they would not be valid. */
const HAS_FORMAT = /^(\d{4}-\d\d-\d\dT|[a-z][a-z0-9+.-]*:)/i

/** Such as a `DevnetAccount`. */
export interface PoisonedAccount {
  applyWrites(writes: Write[]): Promise<RecordRef[]>
}

/** Writes records whose strings are NULs, as many in one commit as possible. */
export async function writePoison(
  account: PoisonedAccount,
  collection: string,
  record: RepoRecord,
  count: number
): Promise<RecordRef[]> {
  const value = poisoned(record)
  const written: RecordRef[] = []
  while (written.length < count) {
    const length = Math.min(COMMIT_SIZE, count - written.length)
    const writes = Array.from({ length }, (): Write => ({ action: 'create', collection, value }))
    written.push(...(await account.applyWrites(writes)))
  }
  return written
}

function poisoned(record: RepoRecord): RepoRecord {
  const entries = Object.entries(record).map(([name, value]) => {
    const isText = typeof value === 'string' && name !== '$type' && !HAS_FORMAT.test(value)
    return [name, isText ? NUL : value]
  })
  return Object.fromEntries(entries)
}
