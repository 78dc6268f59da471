import type { Bound, Result } from './line.js'

function number(value: number, unit: string): string {
  if (Number.isInteger(value) || value >= 100) return `${Math.round(value)}${unit}`
  return `${value.toFixed(value >= 10 ? 1 : 2)}${unit}`
}

function mustBe(bound: Bound, unit: string): string {
  if ('atLeast' in bound) return `≥ ${number(bound.atLeast, unit)}`
  return 'atMost' in bound ? `≤ ${number(bound.atMost, unit)}` : number(bound.exactly, unit)
}

/** The results as a Markdown table, which is what the docs show too. */
export function createTable(results: Result[]): string {
  const rows = results.map(({ line, figure, isMet, median, min, max }) => {
    const { label, unit = '', before = '', bound } = figure
    const between = min === max ? '' : `${number(min, '')}–${number(max, unit)}`
    const cells = [number(median, unit), between, mustBe(bound, unit), isMet ? 'yes' : '**no**']
    return [line, label, before, ...cells]
  })
  return align([['what', 'figure', 'before', 'median', 'spread', 'must be', 'met'], ...rows])
}

function align([head, ...rows]: string[][]): string {
  const widths = head!.map((_, column) =>
    Math.max(...[head!, ...rows].map((row) => row[column]!.length))
  )
  const write = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  return [write(head!), write(rule), ...rows.map(write)].join('\n')
}
