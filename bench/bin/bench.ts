import { parseArgs } from 'node:util'
import { runBench } from '../support/bench.js'
import type { Line } from '../support/line.js'

// `pnpm bench tap --only poison --pairs 3`
const BENCHES: Record<string, () => Promise<{ createLines(): Line[] }>> = {
  oauth: () => import('../oauth/lines.js'),
  statusphere: () => import('../statusphere/lines.js'),
  tap: () => import('../tap/lines.js'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, pairs: { type: 'string', default: '5' } },
})
const [name = ''] = positionals
const load = BENCHES[name]
if (!load) {
  console.error(`Name a bench: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(1)
}

const { createLines } = await load()
const lines = createLines().filter((line) => line.name.includes(values.only ?? ''))
if (lines.length === 0) {
  console.error(`No line of "${name}" has "${values.only}" in its name.`)
  process.exit(1)
}
process.exit((await runBench(lines, Number(values.pairs))) ? 0 : 1)
