/** What the people and the outages of a run add up to. */
export class Tally {
  #counts = new Map<string, number>()
  #times: number[] = []
  /** The first few of what must not happen, to look into. */
  readonly incidents: string[] = []

  count(what: string) {
    this.#counts.set(what, this.of(what) + 1)
  }

  /** Something that must not happen. */
  incident(what: string, details: string) {
    this.count(what)
    if (this.incidents.length < 20) this.incidents.push(`${what}: ${details}`)
  }

  /** @param milliseconds that a response took */
  time(milliseconds: number) {
    this.#times.push(milliseconds)
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  percentile(percent: number): number {
    const sorted = this.#times.toSorted((a, b) => a - b)
    return Math.round(sorted[Math.floor((sorted.length * percent) / 100)] ?? 0)
  }

  get longest(): number {
    return Math.round(Math.max(0, ...this.#times))
  }
}
