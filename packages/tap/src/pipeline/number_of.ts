/** Returns the number of an event whose ids a server counts, or undefined for another id. */
export function numberOf(id: string): number | undefined {
  const number = Number(id)
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
