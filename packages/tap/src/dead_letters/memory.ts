import type {
  DeadLetter,
  DeadLetterCount,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterStore,
  DeadLetterSummary,
  NewDeadLetter,
} from '../dead_letter.js'

/**
 * Stores dead letters in this process, for tests. They are lost when it ends.
 */
export class MemoryDeadLetterStore implements DeadLetterStore {
  #lastId = 0
  #letters = new Map<number, DeadLetter>()
  #ids = new Map<string, number>()
  #lease?: { owner: string; until: number }

  async put(letters: NewDeadLetter[]) {
    for (const letter of letters) {
      const known = this.#letters.get(this.#ids.get(letter.key) ?? 0)
      const id = known?.id ?? ++this.#lastId
      const firstSeenAt = known?.firstSeenAt ?? letter.firstSeenAt
      this.#letters.set(id, { ...letter, id, firstSeenAt })
      this.#ids.set(letter.key, id)
    }
  }

  async find(id: number) {
    const letter = this.#letters.get(id)
    return letter ? { ...letter } : null
  }

  async list(filter: DeadLetterFilter, page: DeadLetterPage): Promise<DeadLetterSummary[]> {
    return this.#page(filter, page).map(({ frame, ...summary }) => summary)
  }

  async read(filter: DeadLetterFilter, page: DeadLetterPage & { maxBytes: number }) {
    const letters: DeadLetter[] = []
    let bytes = 0
    for (const letter of this.#page(filter, page)) {
      bytes += letter.frame === null ? 0 : letter.bytes
      if (letters.length > 0 && bytes > page.maxBytes) break
      letters.push({ ...letter })
    }
    return letters
  }

  async count(filter: DeadLetterFilter = {}): Promise<DeadLetterCount[]> {
    const counts = new Map<string, DeadLetterCount>()
    for (const { reason, kind, collection, bytes, firstSeenAt } of this.#matching(filter)) {
      const key = JSON.stringify([reason, collection, kind])
      const count = counts.get(key) ?? {
        reason,
        kind,
        collection,
        count: 0,
        bytes: 0,
        firstSeenAt,
      }
      count.count++
      count.bytes += bytes
      count.firstSeenAt = Math.min(count.firstSeenAt, firstSeenAt)
      counts.set(key, count)
    }
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
  }

  async delete(ids: number[]) {
    let deleted = 0
    for (const id of ids) {
      const letter = this.#letters.get(id)
      if (!letter) continue
      this.#letters.delete(id)
      this.#ids.delete(letter.key)
      deleted++
    }
    return deleted
  }

  async deleteByDid(did: string) {
    return this.delete([...this.#matching({ did })].map(({ id }) => id))
  }

  async prune(
    filter: DeadLetterFilter,
    { parkedBefore, keepFirst }: { parkedBefore: number; keepFirst?: boolean }
  ) {
    const kept = new Set<string | null>()
    const ids: number[] = []
    for (const { id, collection, parkedAt } of this.#matching(filter)) {
      const isFirst = !kept.has(collection)
      kept.add(collection)
      if (parkedAt < parkedBefore && !(keepFirst && isFirst)) ids.push(id)
    }
    return this.delete(ids)
  }

  async lock(owner: string, now: number, until: number) {
    if (this.#lease && this.#lease.owner !== owner && this.#lease.until >= now) return false
    this.#lease = { owner, until }
    return true
  }

  async unlock(owner: string) {
    if (this.#lease?.owner === owner) this.#lease = undefined
  }

  *#matching({ reason, kind, did, collection }: DeadLetterFilter) {
    for (const letter of this.#letters.values()) {
      if (reason !== undefined && letter.reason !== reason) continue
      if (kind !== undefined && letter.kind !== kind) continue
      if (did !== undefined && letter.did !== did) continue
      if (collection !== undefined && letter.collection !== collection) continue
      yield letter
    }
  }

  #page(filter: DeadLetterFilter, { after = 0, limit }: DeadLetterPage) {
    return [...this.#matching(filter)].filter(({ id }) => id > after).slice(0, limit)
  }
}
