import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { runStep } from './run_step.mjs'
import { FAILED } from './totals.mjs'
import { Turns } from './turns.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/**
 * @typedef {{ name: string, seconds: number, processorSeconds?: number, totals: Totals,
 *   note?: string, failure?: string }} StepResult
 */

const NOT_STARTED = { totals: FAILED, note: 'did not run', seconds: 0 }

/**
 * Runs steps concurrently, as many as there are cores. Those with `cores: 0.5` share one. The
 * longest start first, so that no long one runs alone at the end. The output of each step is
 * printed in one piece, in the order of their start.
 *
 * @param {object[]} steps
 * @param {{ print?: (text: string) => unknown, cores?: number, signal?: AbortSignal }} options
 * @returns {Promise<StepResult[]>} in the order of `steps`
 */
export async function runSteps(
  steps,
  { print = (text) => process.stdout.write(text), cores = availableParallelism(), signal } = {}
) {
  const turns = new Turns(print)
  const waiting = steps.toSorted((one, other) => other.seconds - one.seconds)
  const results = new Map()
  let free = cores

  async function startThoseThatFit() {
    const started = []
    for (const step of [...waiting]) {
      if (signal?.aborted || coresOf(step) > free) continue
      waiting.splice(waiting.indexOf(step), 1)
      free -= coresOf(step)
      started.push(run(step).then(startThoseThatFit))
    }
    await Promise.all(started)
  }

  async function run(step) {
    const turn = turns.add()
    turn.write(`› ${step.name}\n`)
    const start = performance.now()
    const result = await runStep(step, { print: turn.write, signal })
    results.set(step, { ...result, seconds: (performance.now() - start) / 1000 })
    turn.end()
    free += coresOf(step)
  }

  await startThoseThatFit()
  return steps.map((step) => ({ name: step.name, ...(results.get(step) ?? NOT_STARTED) }))
}

const coresOf = ({ cores = 1 }) => cores
