import './node_version.mjs'

const { chooseSteps } = await import('./test/steps.mjs')
const { setUp, step } = await import('./setup.mjs')
const { runStep } = await import('./test/run_step.mjs')
const { describeTotals, sum } = await import('./test/totals.mjs')

const chosen = chooseSteps(process.argv.slice(2))
setUp()

const results = []
for (const each of chosen) {
  step(each.name)
  results.push({ name: each.name, ...(await runStep(each)) })
}

console.log('')
for (const { name, totals, note } of results) {
  if (totals.failed > 0 || note) console.log(`${name}: ${note ?? 'failed'}`)
}

const totals = sum(results.map((result) => result.totals))
console.log(describeTotals(totals))
process.exitCode = totals.failed > 0 ? 1 : 0
