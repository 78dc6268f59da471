/** Control characters, and those that change the direction of the text around them. */
const CONTROLS = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** Characters that show nothing by themselves. The last one is an empty Braille pattern. */
const INVISIBLE = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** More marks on one letter than any language has. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu

/** The lexicon's own limit, which not every app keeps. */
const LONGEST = 64

/**
 * Returns the name that an account has chosen as it can be shown next to other names, or null when
 * nobody could see it.
 */
export function displayNameOf(chosen: string | undefined): string | null {
  const name = (chosen ?? '')
    .replace(CONTROLS, '')
    .replace(PILED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  if (name.replace(INVISIBLE, '') === '') return null

  const graphemes = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  return graphemes.length > LONGEST ? `${graphemes.slice(0, LONGEST - 1).join('')}…` : name
}
