/** How many entries a map may lose before it is replaced */
const RENEW_AFTER = 1_000

/**
 * A map whose entries come and go with the events.
 *
 * When a `Map` of V8 grows or has lost many entries, it moves to another table, and the table it
 * had refers to that one. Once such a table is in the heap's old generation, it keeps all later
 * ones alive with what was in them, until the next full garbage collection. Replacing the map by a
 * copy from time to time breaks this chain.
 */
export class BriefMap<Key, Value> {
  #map = new Map<Key, Value>()
  #lost = 0

  get size() {
    return this.#map.size
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key)
  }

  set(key: Key, value: Value) {
    this.#map.set(key, value)
  }

  delete(key: Key) {
    if (!this.#map.delete(key)) return
    // So that copying takes no more time than what was deleted did.
    if (++this.#lost < Math.max(RENEW_AFTER, this.#map.size)) return
    this.#map = new Map(this.#map)
    this.#lost = 0
  }

  values(): MapIterator<Value> {
    return this.#map.values()
  }
}
