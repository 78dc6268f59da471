import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { runStep } from './run_step.mjs'
import { Turns } from './turns.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/**
 * @typedef {{ name: string, seconds: number, processorSeconds?: number, totals: Totals,
 *   note?: string, failure?: string }} StepResult
 */

const NOT_STARTED = {
  totals: { passed: 0, failed: 1, skipped: 0 },
  note: 'did not run',
  seconds: 0,
}

/**
 * Runs steps concurrently, one per core. The longest start first, so that no core ends up with a
 * long one alone. The output of each step is printed in one piece, in the order of their start.
 *
 * @param {object[]} steps
 * @param {{ print?: (text: string) => unknown, jobs?: number, signal?: AbortSignal }} options
 * @returns {Promise<StepResult[]>} in the order of `steps`
 */
export async function runSteps(
  steps,
  { print = (text) => process.stdout.write(text), jobs = availableParallelism(), signal } = {}
) {
  const turns = new Turns(print)
  const waiting = steps.toSorted((one, other) => other.seconds - one.seconds)
  const results = new Map()

  async function work() {
    while (waiting.length > 0 && !signal?.aborted) {
      const step = waiting.shift()
      const turn = turns.add()
      turn.write(`› ${step.name}\n`)
      const start = performance.now()
      const result = await runStep(step, { print: turn.write, signal })
      results.set(step, { ...result, seconds: (performance.now() - start) / 1000 })
      turn.end()
    }
  }

  await Promise.all(Array.from({ length: jobs }, work))
  return steps.map((step) => ({ name: step.name, ...(results.get(step) ?? NOT_STARTED) }))
}
