import { Queue } from './queue.js'

interface ReadyLane {
  isReady: boolean
  failingSince?: number
}

/**
 * The slots for running attempts, and the repos that wait for one. Repos take turns. Failing repos
 * get every other turn only.
 */
export class Slots<Lane extends ReadyLane = any> {
  readonly limit: number
  used = 0
  #healthy = new Queue<Lane>()
  #failing = new Queue<Lane>()
  #isFailingNext = false

  constructor(limit: number) {
    this.limit = limit
  }

  get isFree() {
    return this.used < this.limit
  }

  add(lane: Lane) {
    lane.isReady = true
    const queue = lane.failingSince === undefined ? this.#healthy : this.#failing
    queue.push(lane)
  }

  /**
   * @param healthyFirst - during an outage, a repo that never failed tells most
   */
  shift(healthyFirst: boolean): Lane | undefined {
    const [first, second] =
      this.#isFailingNext && !healthyFirst
        ? [this.#failing, this.#healthy]
        : [this.#healthy, this.#failing]
    const lane = first.shift() ?? second.shift()
    this.#isFailingNext = !this.#isFailingNext
    if (lane) lane.isReady = false
    return lane
  }

  /** A repo that has not failed yet, in its turn. */
  shiftUntried(): Lane | undefined {
    for (let lane = this.#healthy.shift(); lane; lane = this.#healthy.shift()) {
      if (lane.failingSince !== undefined) {
        // It has failed since it came here.
        this.#failing.push(lane)
        continue
      }
      lane.isReady = false
      return lane
    }
    return undefined
  }
}
