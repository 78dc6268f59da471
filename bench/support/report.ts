import type { Result } from './line.js'

const number = (value: number, unit: string) =>
  `${value >= 100 ? Math.round(value) : value.toFixed(value >= 10 ? 1 : 2)}${unit}`

/** The results as a Markdown table, which is what the docs show too. */
export function createTable(results: Result[]): string {
  const rows = results.map(({ line, figure, isMet, median, min, max }) => {
    const { label, unit, bound } = figure
    const must =
      'atLeast' in bound ? `≥ ${number(bound.atLeast, unit)}` : `≤ ${number(bound.atMost, unit)}`
    const between = `${number(min, '')}–${number(max, unit)}`
    return [line, label, number(median, unit), between, must, isMet ? 'yes' : '**no**']
  })
  return align([['what', 'figure', 'median', 'spread', 'must be', 'met'], ...rows])
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
