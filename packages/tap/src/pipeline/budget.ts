export interface BudgetOptions {
  capacity: number
  capacityBytes: number
}

/** Reading resumes below this share, so that it does not stop for each event. */
const RESUME_AT = 0.75

/** The memory of an event in addition to its text. */
const OVERHEAD = 512

/**
 * Limits the events in memory by count and by bytes.
 */
export class Budget {
  #options: BudgetOptions
  count = 0
  bytes = 0

  constructor(options: BudgetOptions) {
    this.#options = options
  }

  get isFull() {
    const { capacity, capacityBytes } = this.#options
    return this.count >= capacity || this.bytes >= capacityBytes
  }

  get hasRoom() {
    const { capacity, capacityBytes } = this.#options
    return this.count <= capacity * RESUME_AT && this.bytes <= capacityBytes * RESUME_AT
  }

  add(weight: number) {
    this.count++
    this.bytes += weight + OVERHEAD
  }

  remove(weight: number) {
    this.count--
    this.bytes -= weight + OVERHEAD
  }
}
