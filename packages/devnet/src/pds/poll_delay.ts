/**
 * An idle PDS polls for new events less and less often: after n empty polls it waits 2^n ms, up to
 * a second, so the first write after a pause reaches subscribers late. With this limit it waits 32
 * ms at most, which still costs an idle devnet next to nothing.
 */
const MAX_EMPTY_POLLS = 5

/** Limits the polling delay, so that writes after a pause arrive fast. */
export function capPollDelay(sequencer: { triesWithNoResults: number }): void {
  let looks = 0
  Object.defineProperty(sequencer, 'triesWithNoResults', {
    get: () => looks,
    set: (value: number) => {
      looks = Math.min(value, MAX_EMPTY_POLLS)
    },
  })
}
