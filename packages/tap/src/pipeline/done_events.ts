import type { TapEvent } from '../types.js'

/** A restarted Tap server sends up to 999 acked events again. */
const CAPACITY = 16_384

const MIX_LOW = 0x9e3779b1
const MIX_HIGH = 0x85ebca77
const LOW_BITS = 21
const SEPARATOR = 0x100

/**
 * The events dealt with last. An id alone names nothing for long, since the server's start again
 * at 1, so a fingerprint of the event is kept in the place of its id. Numbers in one array, because
 * what is remembered for each event would otherwise be most of the garbage.
 */
export class DoneEvents {
  #fingerprints: Float64Array
  /** A stranger can't look for two events that are taken for one */
  #seed = Math.floor(Math.random() * 2 ** 32)

  constructor(capacity = CAPACITY) {
    this.#fingerprints = new Float64Array(capacity)
  }

  /** Names the event, under this id, by a number that is never 0 */
  fingerprint(id: string, event: TapEvent): number {
    const hash = new Hash(this.#seed)
    hash.add(id)
    hash.add(event.did)
    if (event.type === 'identity') {
      hash.add(event.handle)
      hash.add(event.status)
    } else {
      hash.add(event.collection)
      hash.add(event.rkey)
      hash.add(event.rev)
      hash.add(event.action)
      if (event.cid !== undefined) hash.add(event.cid)
    }
    return hash.value
  }

  has(id: string, fingerprint: number): boolean {
    return this.#fingerprints[this.#placeOf(id)] === fingerprint
  }

  add(id: string, fingerprint: number) {
    this.#fingerprints[this.#placeOf(id)] = fingerprint
  }

  /** Ids of a server are counted up, so that the last ones have a place each. */
  #placeOf(id: string): number {
    const number = Number(id)
    const place = Number.isSafeInteger(number) && number >= 0 ? number : new Hash(0).add(id).value
    return place % this.#fingerprints.length
  }
}

/** 53 bits of two multiplicative hashes. */
class Hash {
  #low: number
  #high: number

  constructor(seed: number) {
    this.#low = seed | 0
    this.#high = ~seed
  }

  add(text: string): this {
    let low = this.#low
    let high = this.#high
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      low = Math.imul(low ^ code, MIX_LOW)
      high = Math.imul(high ^ code, MIX_HIGH)
      low ^= low >>> 15
      high ^= high >>> 13
    }
    this.#low = Math.imul(low ^ SEPARATOR, MIX_LOW)
    this.#high = Math.imul(high ^ SEPARATOR, MIX_HIGH)
    return this
  }

  get value(): number {
    const high = (this.#high ^ (this.#high >>> 16)) >>> (32 - LOW_BITS)
    return high * 2 ** 32 + ((this.#low ^ (this.#low >>> 16)) >>> 0) || 1
  }
}
