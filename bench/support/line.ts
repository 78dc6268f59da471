import { type Spread, spread } from './stats.js'

/** What one figure of a line must be. */
export type Bound = { atLeast: number } | { atMost: number } | { exactly: number }

/** A figure of one line: what was measured, how it is written, and what it must be. */
export interface Figure {
  label: string
  /** None for counts. */
  unit?: string
  /** The figure of the design that this one replaced. */
  before?: string
  bound: Bound
  values: number[]
}

/** One line of a bench: what it measures, and how. */
export interface Line {
  name: string
  /** Why it can't run here, such as a database that is not installed. */
  missing?: string
  measure(pairs: number): Promise<Figure[]>
}

export interface Result extends Spread {
  line: string
  figure: Figure
  isMet: boolean
}

export function judge(line: string, figure: Figure): Result {
  const { median, ...ends } = spread(figure.values)
  const { bound } = figure
  return { line, figure, isMet: isWithin(bound, median), median, ...ends }
}

function isWithin(bound: Bound, value: number): boolean {
  if ('atLeast' in bound) return value >= bound.atLeast
  return 'atMost' in bound ? value <= bound.atMost : value === bound.exactly
}
