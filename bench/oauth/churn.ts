import type { Devnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { sceneLine } from './scene.js'

const TIMES = 1_000
const AT_ONCE = 10
const WARM_UP = 50

const MEGABYTE = 1024 * 1024

/** Sign-ins and sign-outs, which must leave nothing behind. */
export function createChurnLine(startNetwork: () => Promise<Devnet>): Line {
  return sceneLine('1,000 sign-ins and sign-outs', startNetwork, async (scene) => {
    const worker = await scene.startWorker()
    const cycle = async (times: number) => {
      let left = times
      const visit = async () => {
        while (left-- > 0) await worker.run('endSession', await scene.signIn(worker))
      }
      await Promise.all(Array.from({ length: AT_ONCE }, visit))
      return worker.run('memory')
    }

    const before = await cycle(WARM_UP)
    const after = await cycle(TIMES)
    const heap = [(after.heap - before.heap) / MEGABYTE]
    return [
      { label: 'rows left', bound: { exactly: 0 }, values: [after.rows] },
      // Connections to the account's server stay open for a moment.
      { label: 'files opened', bound: { atMost: AT_ONCE }, values: [after.files - before.files] },
      { label: 'heap grown by', unit: ' MB', bound: { atMost: 3 }, values: heap },
    ]
  })
}
