import './node_version.mjs'

const { performance } = await import('node:perf_hooks')
const { constants } = await import('node:os')
const { chooseSteps } = await import('./test/steps.mjs')
const { installAndBuild } = await import('./setup/install_and_build.mjs')
const { buildAssets } = await import('./setup/assets.mjs')
const { runSteps } = await import('./test/run_steps.mjs')
const { describeRun } = await import('./test/report.mjs')
const { fail } = await import('./workspace.mjs')

const interruption = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => interruption.abort(name))
}
const { signal } = interruption

const chosen = chooseSteps(process.argv.slice(2))
const secondsSince = (start) => (performance.now() - start) / 1000

try {
  await installAndBuild({ signal })
  // Before the suites start, because the apps of several suites read them at the same time.
  await Promise.all([6, 7].map((major) => buildAssets(major, { signal })))
} catch (error) {
  exitIfInterrupted()
  fail(error.message)
}
const setUpSeconds = secondsSince(0)

const results = await runSteps(chosen, { signal })
exitIfInterrupted()

const durations = [
  { name: 'setup', seconds: setUpSeconds },
  ...results,
  {
    name: 'all',
    seconds: secondsSince(0),
    processorSeconds: sumOf(results.map(({ processorSeconds }) => processorSeconds)),
  },
]
console.log(describeRun(durations, results))
process.exitCode = results.some(({ totals }) => totals.failed > 0) ? 1 : 0

/** Undefined where no step was measured. */
function sumOf(values) {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value)
}

function exitIfInterrupted() {
  if (signal.aborted) process.exit(128 + constants.signals[signal.reason])
}
