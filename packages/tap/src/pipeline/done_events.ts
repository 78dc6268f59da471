import type { TapEvent } from '../types.js'
import { numberOf } from './number_of.js'

/** A restarted Tap server sends up to 999 acked events again. */
const CAPACITY = 16_384

const MIX_LOW = 0x9e3779b1
const MIX_HIGH = 0x85ebca77
const LOW_BITS = 21

/**
 * Remembers the last finished events. An id alone does not identify an event, because the server's
 * ids start again at 1, so a fingerprint is stored for each id. They are numbers in one array, to
 * avoid garbage.
 */
export class DoneEvents {
  #fingerprints: Float64Array
  /** Random, so that nobody can construct two events with the same fingerprint. */
  #seed = Math.floor(Math.random() * 2 ** 32)

  constructor(capacity = CAPACITY) {
    this.#fingerprints = new Float64Array(capacity)
  }

  /** Returns a fingerprint of the event with this id. It is never 0. */
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

  /** The server's ids increase, so that each of the last ones has its own place. */
  #placeOf(id: string): number {
    return (numberOf(id) ?? new Hash(0).add(id).value) % this.#fingerprints.length
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
    // Hashes two characters at a time. An odd last one is hashed with the length, which also
    // separates the parts of an event.
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
