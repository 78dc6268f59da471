import { readFileSync } from 'node:fs'
import { describeTotals, readTotals, sum } from './totals.mjs'

// `node add_totals.mjs LOG…` adds up the totals in the last lines of several logs.
const runs = process.argv.slice(2).map((file) => readTotals(readFileSync(file, 'utf8')))
const totals = sum(runs.map((totals) => totals ?? { passed: 0, failed: 1, skipped: 0 }))

console.log(describeTotals(totals))
process.exitCode = totals.failed > 0 ? 1 : 0
