import { type Spread, spread } from './stats.js'

/** What one figure of a line must be. */
export type Bound = { atLeast: number } | { atMost: number }

/** A figure of one line: what was measured, how it is written, and what it must be. */
export interface Figure {
  label: string
  unit: string
  bound: Bound
  values: number[]
}

/** One line of a bench: what it measures, and how. */
export interface Line {
  name: string
  /** Why it can't run here, such as a database that is not installed */
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
  const isMet = 'atLeast' in bound ? median >= bound.atLeast : median <= bound.atMost
  return { line, figure, isMet, median, ...ends }
}
