import { DatabaseSync } from 'node:sqlite'

export const STATUS = 'xyz.statusphere.status'

interface FrameOptions {
  repos: number
  /** Live events of a repo are sent one by one, historical ones together. */
  live?: boolean
  /** Bytes that each record is filled up to; about 110 otherwise. */
  recordSize?: number
  /** Milliseconds since the epoch. */
  sentAt?: number
}

export interface BacklogOptions extends FrameOptions {
  events: number
}

const DIGITS = '234567abcdefghijklmnopqrstuvwxyz'

/** A TID for each number, in the numbers' order. */
function tid(number: number): string {
  let digits = ''
  for (let rest = number; digits.length < 8; rest = Math.floor(rest / 32)) {
    digits = DIGITS[rest % 32] + digits
  }
  return `3mabc${digits}`
}

export function didOf(repo: number): string {
  return `did:plc:${`repo${DIGITS[repo >> 5]}${DIGITS[repo & 31]}`.padEnd(24, 'a')}`
}

/** An event as the server writes it. */
export function createFrame(
  number: number,
  { repos, live = false, recordSize, sentAt }: FrameOptions
) {
  return {
    id: number,
    type: 'record',
    record: {
      live,
      did: didOf(number % repos),
      rev: tid(number),
      collection: STATUS,
      rkey: tid(number),
      action: 'create',
      record: {
        $type: STATUS,
        createdAt: '2026-11-23T10:00:00.000Z',
        status: '👍',
        ...(recordSize && { filler: 'x'.repeat(recordSize) }),
        // Whole microseconds: a record can't hold a fraction.
        ...(sentAt && { sentAt: Math.round(sentAt * 1000) }),
      },
      cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
    },
  }
}

/**
 * Fills the outbox of a Tap server that is not running, as if it had read all this from a relay.
 *
 * @param file - Its SQLite database, with its tables
 */
export function fillOutbox(file: string, { events, ...options }: BacklogOptions) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA synchronous = OFF; BEGIN')
  const insert = database.prepare('INSERT INTO outbox_buffers (did, live, data) VALUES (?, ?, ?)')
  for (let number = 1; number <= events; number++) {
    const frame = createFrame(number, options)
    insert.run(frame.record.did, frame.record.live ? 1 : 0, JSON.stringify(frame))
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
