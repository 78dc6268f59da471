import type { sequencer } from '@atproto/pds'

type Sequencer = Pick<sequencer.Sequencer, 'sequenceEvts' | 'destroy'>

/**
 * An idle PDS polls for new events less and less often, up to once a second, so the first write
 * after a pause reaches subscribers late. All writes go through this process, so here an empty poll
 * waits for one of them.
 *
 * @param longest wait between two polls, in milliseconds
 */
export function pollAfterWrites(sequencer: Sequencer, longest = 1000): void {
  const { sequenceEvts, destroy } = sequencer
  let mayHaveMore = false
  let endWait = () => {}

  const poll = () => {
    mayHaveMore = true
    endWait()
  }

  Object.assign(sequencer, {
    async sequenceEvts(...args: Parameters<typeof sequenceEvts>) {
      const numbers = await sequenceEvts.apply(this, args)
      poll()
      return numbers
    },

    destroy() {
      const destroyed = destroy.apply(this)
      poll()
      return destroyed
    },

    /** What the PDS awaits after a poll without events. */
    async exponentialBackoff() {
      if (!mayHaveMore) await wait()
      mayHaveMore = false
    },
  })

  function wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest)
      endWait = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
