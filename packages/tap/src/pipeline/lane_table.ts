import { copyText } from '../frames/copy_text.js'
import type { Job } from './job.js'
import { Lane } from './lane.js'

/** How many lanes there may be before those without events are looked for. */
const MIN_LIMIT = 1_000

/** How many failing repos without events are remembered. */
const MAX_FAILING = 10_000

/**
 * The lanes of all repos with events. Others stay for a while: most repos send more, and a `Map`
 * whose entries come and go with the events would keep them in memory.
 */
export class LaneTable {
  #lanes = new Map<string, Lane<Job>>()
  #limit = MIN_LIMIT

  /** How many repos have events. */
  get size(): number {
    let size = 0
    for (const lane of this.#lanes.values()) if (!lane.isEmpty) size++
    return size
  }

  of(did: string): Lane<Job> {
    const known = this.#lanes.get(did)
    if (known) {
      if (known.isEmpty) known.restart()
      return known
    }
    if (this.#lanes.size >= this.#limit) this.#clear()
    const lane = new Lane<Job>(copyText(did))
    this.#lanes.set(lane.did, lane)
    return lane
  }

  /** Keeps the lanes with events, and the last ones that failed. */
  #clear() {
    const lanes = [...this.#lanes.values()]
    const failing = lanes.filter((lane) => lane.isEmpty && lane.hasFailed).slice(-MAX_FAILING)
    const busy = lanes.filter((lane) => !lane.isEmpty)
    this.#lanes = new Map([...failing, ...busy].map((lane) => [lane.did, lane]))
    // So that this takes no more time than creating the lanes did.
    this.#limit = Math.max(MIN_LIMIT, this.#lanes.size * 2)
  }
}
