/**
 * A first-in, first-out queue that does not move items when one is taken.
 */
export class Queue<T> {
  #items: T[] = []
  #head = 0

  get size() {
    return this.#items.length - this.#head
  }

  get first(): T | undefined {
    return this.#items[this.#head]
  }

  push(item: T) {
    this.#items.push(item)
  }

  shift(): T | undefined {
    const item = this.#items[this.#head]
    if (this.#head < this.#items.length) this.#items[this.#head++] = undefined as T
    if (this.#head === this.#items.length) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head === 1024) {
      this.#items.splice(0, this.#head)
      this.#head = 0
    }
    return item
  }

  /** Removes what `take` returns true for, and returns it. */
  take(take: (item: T) => boolean): T[] {
    const taken: T[] = []
    const kept: T[] = []
    for (const item of this.#items.slice(this.#head)) (take(item) ? taken : kept).push(item)
    this.#items = kept
    this.#head = 0
    return taken
  }
}
