import { createHistogram } from 'node:perf_hooks'

/** What the people and the outages of a run add up to. */
export class Tally {
  #counts = new Map<string, number>()
  /** How long responses took, in milliseconds. */
  readonly times = createHistogram()
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

  of(what: string): number {
    return this.#counts.get(what) ?? 0
  }
}
