/**
 *
 * Whether an event is newer than the stored row, by their revs. Revs are TIDs, which sort as
 * strings (https://atproto.com/specs/tid). If nothing is stored (`null`, `undefined`, `''`), every
 * event is newer.
 *
 * Tap delivers at least once and may deliver late. Write a row only if this returns true, and keep
 * the `rev` of a deleted record, or an older event can bring the record back.
 */
export function isNewerRev(rev: string, stored: string | null | undefined): boolean {
  return !stored || rev > stored
}
