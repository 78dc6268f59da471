import type { DeadLetter, DeadLetterFilter, DeadLetterStore } from '../dead_letter.js'

const PAGE = { limit: 200, maxBytes: 8 * 1024 * 1024 }

/** Pages of letters in order, each of which fits into memory. */
export type LetterPages = AsyncIterable<DeadLetter[]>

/**
 * Reads the letters of a filter. Letters that are added meanwhile come last, or not at all.
 */
export async function* pagesOf(
  store: DeadLetterStore,
  filter: DeadLetterFilter
): AsyncGenerator<DeadLetter[]> {
  let after: number | undefined
  while (true) {
    const letters = await store.read(filter, { ...PAGE, after })
    if (letters.length === 0) return
    after = letters.at(-1)!.id
    yield letters
  }
}

/**
 * Reads the letters with these ids, in the order of each repo. Missing ones are left out.
 */
export async function* pagesOfIds(
  store: DeadLetterStore,
  ids: number[]
): AsyncGenerator<DeadLetter[]> {
  let page: DeadLetter[] = []
  let bytes = 0
  for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
    const letter = await store.find(id)
    if (!letter) continue
    if (page.length === PAGE.limit || (page.length > 0 && bytes + letter.bytes > PAGE.maxBytes)) {
      yield page
      page = []
      bytes = 0
    }
    page.push(letter)
    bytes += letter.bytes
  }
  if (page.length > 0) yield page
}
