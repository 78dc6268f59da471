/**
 * Whether an event is newer than what is stored, by their revs. Revs are TIDs, which sort as
 * strings (https://atproto.com/specs/tid). Nothing stored (`null`, `undefined`, `''`) is older than
 * anything.
 *
 * Tap delivers at least once and may deliver late: write a row only when this holds, and keep a
 * deleted record's `rev`, or an older event can bring the record back.
 */
export function isNewerRev(rev: string, stored: string | null | undefined): boolean {
  return !stored || rev > stored
}
