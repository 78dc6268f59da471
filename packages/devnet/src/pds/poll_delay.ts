/**
 * An idle PDS looks for new events ever more rarely: after n looks in vain it waits 2^n ms, up to
 * a second, so the first write after a pause reaches its followers late. Counting no further than
 * this it waits 32 ms at most, and an idle devnet costs next to nothing all the same.
 */
const MOST_LOOKS_IN_VAIN = 5

/** Makes a write after a pause arrive as fast as one in a burst. */
export function capPollDelay(sequencer: { triesWithNoResults: number }): void {
  let looks = 0
  Object.defineProperty(sequencer, 'triesWithNoResults', {
    get: () => looks,
    set: (value: number) => {
      looks = Math.min(value, MOST_LOOKS_IN_VAIN)
    },
  })
}
