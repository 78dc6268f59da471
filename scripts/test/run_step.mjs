import { runInGroup } from '../process_group/run.mjs'
import { readFailure } from './failure.mjs'
import { FAILED, NOTHING, readJapaSummary } from './totals.mjs'

/** How long a step may print nothing, in milliseconds: one that is stuck would never end. */
const MAX_SILENCE = 10 * 60_000

/**
 * Runs a check or a suite and returns its totals and its processor time. A note explains a suite
 * that ran no tests, that failed after its tests had passed, or that can't run here. `failure` is
 * what to show of a failed step at the end of the run.
 *
 * @param {{ command: string[], folder?: string, counts?: boolean,
 *   missing?: () => string | undefined }} step
 * @param {{ print: (text: string) => unknown, signal?: AbortSignal, longestSilence?: number }}
 *   options
 * @returns {Promise<{ totals: typeof NOTHING, note?: string, failure?: string,
 *   processorSeconds?: number }>}
 */
export async function runStep(
  { command, folder, counts, missing },
  { print, signal, longestSilence = MAX_SILENCE }
) {
  const reason = missing?.()
  if (reason) return { totals: { ...NOTHING, skipped: 1 }, note: reason }

  const stuck = new AbortController()
  const silence = setTimeout(() => stuck.abort(), longestSilence)
  let output = ''
  const keep = (text) => {
    output += text
    print(text)
    silence.refresh()
  }
  // Without a size, each process of AdonisJS starts two programs to ask for it.
  const env = { FORCE_COLOR: process.stdout.isTTY ? '1' : '0', COLUMNS: '80', LINES: '24' }
  let processorSeconds
  const measure = (seconds) => (processorSeconds = seconds)
  const signals = signal ? [signal, stuck.signal] : [stuck.signal]
  const options = { print: keep, signal: AbortSignal.any(signals), env, measure, folder }
  const exitCode = await runInGroup(command, options)
  clearTimeout(silence)
  const judged = judge({ exitCode, counts, output, isStuck: stuck.signal.aborted })
  const result = { ...judged, processorSeconds }
  return result.totals.failed > 0 ? { ...result, failure: readFailure(output) } : result
}

function judge({ exitCode, counts, output, isStuck }) {
  const totals = readJapaSummary(output)
  if (isStuck) return oneMoreFailed(totals, 'printed nothing for too long, and was stopped')
  if (!counts) return { totals: exitCode === 0 ? NOTHING : FAILED }

  if (!totals) return { totals: FAILED, note: `ended with ${exitCode} and ran no tests` }
  if (totals.passed + totals.failed === 0) return { totals: FAILED, note: 'ran no tests' }
  if (exitCode === 0 || totals.failed > 0) return { totals }
  return oneMoreFailed(totals, `its tests passed, and then it ended with ${exitCode}`)
}

function oneMoreFailed(totals = NOTHING, note) {
  return { totals: { ...totals, failed: totals.failed + 1 }, note }
}
