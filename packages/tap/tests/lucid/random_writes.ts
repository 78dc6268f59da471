import { ALICE, BOB } from '../helpers.js'
import { version } from './helpers.js'

export type Write = ReturnType<typeof version> & { action: 'put' | 'delete' }

const RECORDS = 15
const REVISIONS = 6

/** Each record is written and deleted several times. The last event of every third is a delete. */
export function writes(): Write[] {
  return [ALICE, BOB].flatMap((did) =>
    range(RECORDS).flatMap((record) =>
      range(REVISIONS).map((revision) => ({
        ...version(`r${record}`, revision, did),
        action: (record + revision) % 3 === 0 ? ('delete' as const) : ('put' as const),
      }))
    )
  )
}

/** What is left in the end, whatever the order was: Bob's account is deleted on the way. */
export function expected() {
  return writes()
    .filter(({ did, rev, action }) => {
      return did === ALICE && action === 'put' && rev === version('', REVISIONS - 1).rev
    })
    .map(({ uri, rev }) => ({ uri, rev, emoji: rev }))
    .toSorted((a, b) => (a.uri < b.uri ? -1 : 1))
}

export function shuffled<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

function range(length: number) {
  return Array.from({ length }, (_, index) => index)
}
