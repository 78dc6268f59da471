const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/**
 * The TID of a moment (https://atproto.com/specs/tid). Every revision made later is greater.
 *
 * @param now - Milliseconds since the epoch
 */
export function tidOf(now: number): string {
  let rest = (BigInt(now) * 1_000n) << 10n
  let tid = ''
  for (let length = 0; length < 13; length++) {
    tid = ALPHABET[Number(rest & 31n)] + tid
    rest >>= 5n
  }
  return tid
}
