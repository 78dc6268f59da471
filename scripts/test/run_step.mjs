import { runInGroup } from '../process_group/run.mjs'
import { readFailure } from './failure.mjs'
import { NOTHING, readJapaSummary } from './totals.mjs'

const FAILED = { ...NOTHING, failed: 1 }

/**
 * Runs a check or a suite and returns its totals and its processor time. A note explains a suite
 * that ran no tests, that failed after its tests had passed, or that can't run here. `failure` is
 * what to show of a failed step at the end of the run.
 *
 * @param {{ command: string[], counts?: boolean, missing?: () => string | undefined }} step
 * @param {{ print: (text: string) => unknown, signal?: AbortSignal }} options
 * @returns {Promise<{ totals: typeof NOTHING, note?: string, failure?: string,
 *   processorSeconds?: number }>}
 */
export async function runStep({ command, counts, missing }, { print, signal }) {
  const reason = missing?.()
  if (reason) return { totals: { ...NOTHING, skipped: 1 }, note: reason }

  let output = ''
  const keep = (text) => {
    output += text
    print(text)
  }
  const env = { FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }
  let processorSeconds
  const measure = (seconds) => (processorSeconds = seconds)
  const exitCode = await runInGroup(command, { print: keep, signal, env, measure })
  const result = { ...judge(exitCode, counts, output), processorSeconds }
  return result.totals.failed > 0 ? { ...result, failure: readFailure(output) } : result
}

function judge(exitCode, counts, output) {
  if (!counts) return { totals: exitCode === 0 ? NOTHING : FAILED }

  const totals = readJapaSummary(output)
  if (!totals) return { totals: FAILED, note: `ended with ${exitCode} and ran no test` }
  if (totals.passed + totals.failed === 0) return { totals: FAILED, note: 'ran no test' }
  if (exitCode !== 0 && totals.failed === 0) {
    return {
      totals: { ...totals, failed: 1 },
      note: `its tests passed, and then it ended with ${exitCode}`,
    }
  }
  return { totals }
}
