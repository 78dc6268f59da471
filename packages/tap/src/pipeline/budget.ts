export interface BudgetOptions {
  capacity: number
  capacityBytes: number
}

/** Reading goes on below this share, or the source would be stopped for each event */
const RESUME_AT = 0.75

/** What an event takes beside its text */
const OVERHEAD = 512

/**
 * How much the events in memory may take, by count and by bytes.
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
