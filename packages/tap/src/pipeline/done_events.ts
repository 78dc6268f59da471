import type { TapEvent } from '../types.js'

/** A restarted Tap server sends up to 999 acked events again. */
const CAPACITY = 10_000

/**
 * The events dealt with last. Two maps take turns, so that forgetting the oldest costs nothing. An
 * id alone names nothing for long: the server's start again at 1.
 */
export class DoneEvents {
  #recent = new Map<string, string>()
  #older = new Map<string, string>()
  #capacity: number

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity
  }

  has(id: string, event: TapEvent): boolean {
    const known = this.#recent.get(id) ?? this.#older.get(id)
    return known !== undefined && known === fingerprint(event)
  }

  add(id: string, event: TapEvent) {
    this.#recent.set(id, fingerprint(event))
    if (this.#recent.size < this.#capacity) return
    this.#older = this.#recent
    this.#recent = new Map()
  }
}

function fingerprint(event: TapEvent): string {
  return event.type === 'identity'
    ? `${event.did} ${event.handle} ${event.status}`
    : `${event.uri} ${event.rev} ${event.action} ${event.cid}`
}
