import { stripVTControlCharacters } from 'node:util'

export const NOTHING = { passed: 0, failed: 0, skipped: 0 }
export const FAILED = { ...NOTHING, failed: 1 }

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
  const total = (result) => totals.reduce((all, each) => all + each[result], 0)
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') }
}

export function describeTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
