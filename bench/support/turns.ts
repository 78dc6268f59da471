import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Measured } from './consumer.js'

/** In milliseconds: much shorter than other load lasts, much longer than it takes to switch. */
const TURN = 100

/** The processes of one side. They run in its turns, and are stopped otherwise. */
export class Side {
  #children = new Set<ChildProcess>()
  #turns: { from: number; to: number }[] = []
  #isRunning = false
  #ended = new AbortController()

  add(child: ChildProcess) {
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    if (!this.#isRunning) child.kill('SIGSTOP')
  }

  get hasEnded() {
    return this.#ended.signal.aborted
  }

  end() {
    this.#ended.abort()
  }

  async run() {
    const from = Date.now()
    this.#isRunning = true
    this.#signal('SIGCONT')
    await sleep(TURN, undefined, { signal: this.#ended.signal }).catch(() => {})
    this.#signal('SIGSTOP')
    this.#isRunning = false
    this.#turns.push({ from, to: Date.now() })
  }

  /** Milliseconds of its turns that were part of what a consumer measured. */
  timeOf({ startedAt, elapsed }: Measured): number {
    const end = startedAt + elapsed
    const overlap = ({ from, to }: { from: number; to: number }) =>
      Math.max(0, Math.min(to, end) - Math.max(from, startedAt))
    return this.#turns.reduce((sum, turn) => sum + overlap(turn), 0)
  }

  #signal(name: NodeJS.Signals) {
    for (const child of this.#children) child.kill(name)
  }
}

/**
 * Runs sides in turns, so that other load on the machine affects all of them.
 *
 * @param sides - Each adds its processes to the `Side` that it is given
 */
export async function takeTurns<T>(sides: ((side: Side) => Promise<T>)[]): Promise<T[]> {
  const all = sides.map((run) => {
    const side = new Side()
    return { side, result: run(side).finally(() => side.end()) }
  })
  const results = Promise.all(all.map(({ result }) => result))
  const rotate = async () => {
    for (let left = all; left.length > 0; left = left.filter(({ side }) => !side.hasEnded)) {
      for (const { side } of left) await side.run()
    }
  }
  const [values] = await Promise.all([results, rotate()])
  return values
}
