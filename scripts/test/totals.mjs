import { stripVTControlCharacters } from 'node:util'

export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

/**
 * Parses the summary of Japa: "Tests  3 passed, 1 failed, 1 skipped, 2 todo (7)". "todo" counts as
 * skipped. Returns undefined when there is no summary.
 */
export function readJapaSummary(output) {
  const lines = stripVTControlCharacters(output).split('\n')
  const counts = lines.findLast((line) => /^\s*Tests\s+\d+ \w+/.test(line))
  if (!counts) return undefined

  const count = (word) => Number(counts.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0)
  return {
    passed: count('passed') + count('regression'),
    failed: count('failed'),
    skipped: count('skipped') + count('todo'),
  }
}

export function sum(totals) {
  return totals.reduce(
    (all, each) => ({
      passed: all.passed + each.passed,
      failed: all.failed + each.failed,
      skipped: all.skipped + each.skipped,
    }),
    NOTHING
  )
}

export function describeTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * The reverse of `describeTotals`, for the last line of a run. Returns undefined for a run that was
 * cut off.
 */
export function readTotals(output) {
  const counts = output
    .trimEnd()
    .split('\n')
    .at(-1)
    ?.match(/^(\d+) passed, (\d+) failed, (\d+) skipped$/)
  if (!counts) return undefined

  const [passed, failed, skipped] = counts.slice(1).map(Number)
  return { passed, failed, skipped }
}
