/**
 * An idle PDS looks for new events ever more rarely, up to once a second, so the first write after
 * a pause would reach its followers late. Held at this many fruitless looks it looks every
 * 2^(n+1) ms, which one machine with a handful of accounts does not notice.
 */
const MOST_FRUITLESS_LOOKS = 3

/** Makes a write after a pause arrive as fast as one in a burst. */
export function keepPrompt(sequencer: { triesWithNoResults: number }): void {
  let looks = 0
  Object.defineProperty(sequencer, 'triesWithNoResults', {
    get: () => looks,
    set: (value: number) => {
      looks = Math.min(value, MOST_FRUITLESS_LOOKS + 1)
    },
  })
}
