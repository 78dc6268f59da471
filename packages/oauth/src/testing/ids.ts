import { randomBytes, randomInt } from 'node:crypto'

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'
const TID_LENGTH = 13

let latest = 0

function encode(value: bigint): string {
  const digits = Array.from(value.toString(32), (digit) => ALPHABET[Number.parseInt(digit, 32)])
  return digits.join('').padStart(TID_LENGTH, ALPHABET[0])
}

/**
 * A timestamp identifier, greater than every one before.
 *
 * @see https://atproto.com/specs/tid
 */
export function createTid(): string {
  latest = Math.max(Date.now() * 1000, latest + 1)
  return encode((BigInt(latest) << 10n) | BigInt(randomInt(1024)))
}

/** A DID that does not exist in any directory. */
export function createDid(): `did:plc:${string}` {
  const letters = Array.from(randomBytes(24), (byte) => ALPHABET[byte % ALPHABET.length])
  return `did:plc:${letters.join('')}`
}
