/** Copies a part of a text. V8 would keep the whole text in memory for it. */
export function copyText(text: string): string {
  return Buffer.from(text).toString()
}
