/** Control characters, and those that change the direction of the text around them. */
const CONTROLS = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** Characters that are invisible on their own. The last one is an empty Braille pattern. */
const INVISIBLE = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** More marks on one letter than any language has. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu

/** The limit of the lexicon, which not every app respects. */
const MAX_LENGTH = 64

/**
 * Cleans up the name that an account has chosen, so that it can be shown next to others. Returns
 * null if nothing would be visible.
 */
export function displayNameOf(chosen: string | undefined): string | null {
  const name = (chosen ?? '')
    .replace(CONTROLS, '')
    .replace(PILED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  if (name.replace(INVISIBLE, '') === '') return null

  const graphemes = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  return graphemes.length > MAX_LENGTH ? `${graphemes.slice(0, MAX_LENGTH - 1).join('')}…` : name
}
