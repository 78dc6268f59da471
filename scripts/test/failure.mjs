import { stripVTControlCharacters } from 'node:util'

const MAX_LINES = 60

/**
 * What to show of a failed step at the end of a run, where the beginning of its output may be out
 * of reach: the errors that Japa lists after its tests, or the last lines of any other output.
 *
 * @param {string} output
 */
export function readFailure(output) {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n')
  const errors = lines.findIndex((line) => line.trim() === 'ERRORS')
  return (errors === -1 ? lines.slice(-MAX_LINES) : lines.slice(errors + 1, errors + 1 + MAX_LINES))
    .join('\n')
    .trim()
}
