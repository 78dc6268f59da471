import type { TapEvent } from '../types.js'

/** A restarted Tap server sends up to 999 acked events again. */
const CAPACITY = 16_384

const MIX_LOW = 0x9e3779b1
const MIX_HIGH = 0x85ebca77
const LOW_BITS = 21

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
    const last = text.length - 1
    // Two characters at a time. The last one of an odd number goes with the length, which keeps
    // parts of an event apart.
    for (let index = 0; index < last; index += 2) {
      const pair = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16)
      low = Math.imul(low ^ pair, MIX_LOW)
      high = Math.imul(high ^ pair, MIX_HIGH)
      low ^= low >>> 15
      high ^= high >>> 13
    }
    const end = (text.length << 16) | (last % 2 === 0 ? text.charCodeAt(last) : 0)
    this.#low = Math.imul(low ^ end, MIX_LOW)
    this.#high = Math.imul(high ^ end, MIX_HIGH)
    return this
  }

  get value(): number {
    const high = (this.#high ^ (this.#high >>> 16)) >>> (32 - LOW_BITS)
    return high * 2 ** 32 + ((this.#low ^ (this.#low >>> 16)) >>> 0) || 1
  }
}
