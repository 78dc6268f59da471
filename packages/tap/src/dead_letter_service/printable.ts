const UNSAFE = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/**
 * A stranger's text for a terminal, which obeys some characters instead of showing them.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The first line of it, and not too much of that */
export function firstLine(text: string, length: number): string {
  const line = printable(text.split('\n', 1)[0]!)
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}

/**
 * A frame with an indent; as it came when it is no JSON.
 */
export function formatFrame(frame: string): string {
  try {
    return printable(JSON.stringify(JSON.parse(frame), null, 2))
  } catch {
    return printable(frame)
  }
}
