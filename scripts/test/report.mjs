import { describeTotals, sum } from './totals.mjs'

/**
 * The report at the end of a run: the duration and processor time of each step, what was skipped or
 * failed and with which errors, and the totals.
 *
 * @param {{ name: string, seconds: number, processorSeconds?: number }[]} durations
 * @param {import('./run_steps.mjs').StepResult[]} results
 */
export function describeRun(durations, results) {
  return [
    '',
    ...describeDurations(durations),
    '',
    ...results.filter(({ totals, note }) => totals.failed > 0 || note).map(describeResult),
    describeTotals(sum(results.map(({ totals }) => totals))),
  ].join('\n')
}

function describeDurations(durations) {
  const width = Math.max(...durations.map(({ name }) => name.length))
  return durations.map(({ name, seconds, processorSeconds }) => {
    const processor =
      processorSeconds === undefined ? '' : `, processor ${describeSeconds(processorSeconds)}`
    return `${name.padEnd(width)}  ${describeSeconds(seconds)}${processor}`
  })
}

/** As "7 s" or "2 min 07 s". */
function describeSeconds(seconds) {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

function describeResult({ name, note, failure }) {
  const result = `${name}: ${note ?? 'failed'}`
  return failure ? `${result}\n${failure.replaceAll(/^(?=.)/gm, '  ')}\n` : result
}
