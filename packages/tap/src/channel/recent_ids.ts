/**
 * The ids seen last, bounded: the oldest makes room.
 */
export class RecentIds {
  #ids = new Set<string>()

  constructor(protected capacity = 50_000) {}

  has(id: string) {
    return this.#ids.has(id)
  }

  add(id: string) {
    this.#ids.add(id)
    if (this.#ids.size <= this.capacity) return
    const [oldest] = this.#ids
    this.#ids.delete(oldest!)
  }
}
