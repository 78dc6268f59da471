/** A queue with a cheap `shift`: on a long array, `shift` moves all elements. */
export class Fifo<T> {
  #items: T[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  peek(): T | undefined {
    return this.#items[this.#head]
  }

  shift(): T | undefined {
    const item = this.#items[this.#head++]
    if (this.#head > this.#items.length / 2) {
      this.#items.splice(0, this.#head)
      this.#head = 0
    }
    return item
  }

  remove(matches: (item: T) => boolean): void {
    this.#items = this.#items.slice(this.#head).filter((item) => !matches(item))
    this.#head = 0
  }
}
