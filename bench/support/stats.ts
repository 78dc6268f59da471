/** The middle figure, or the mean of the two in the middle. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median and the range of a figure of several runs. */
export interface Spread {
  median: number
  min: number
  max: number
}

export function spread(figures: number[]): Spread {
  return { median: median(figures), min: Math.min(...figures), max: Math.max(...figures) }
}
