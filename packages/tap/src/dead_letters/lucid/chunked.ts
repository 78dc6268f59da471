import type { NewDeadLetter } from '../../dead_letter.js'
import { MAX_KEPT_FRAME } from '../create_dead_letter.js'

const MAX_LETTERS = 100

/**
 * Splits letters into chunks that every database accepts in one statement. The largest frame needs
 * a statement of its own.
 */
export function* chunked(letters: NewDeadLetter[]): Generator<NewDeadLetter[]> {
  let chunk: NewDeadLetter[] = []
  let bytes = 0
  for (const letter of letters) {
    const size = letter.frame === null ? 0 : letter.bytes
    if (chunk.length === MAX_LETTERS || (chunk.length > 0 && bytes + size > MAX_KEPT_FRAME)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(letter)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
