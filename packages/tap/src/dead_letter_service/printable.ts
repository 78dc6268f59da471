const UNSAFE = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/**
 * Escapes control characters, which a terminal would execute instead of showing them.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Returns the first line, shortened to a length. */
export function firstLine(text: string, length: number): string {
  const line = printable(text.split('\n', 1)[0]!)
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}

/**
 * Formats a frame with indentation. Returns it unchanged if it is not JSON.
 */
export function formatFrame(frame: string): string {
  try {
    return printable(JSON.stringify(JSON.parse(frame), null, 2))
  } catch {
    return printable(frame)
  }
}
