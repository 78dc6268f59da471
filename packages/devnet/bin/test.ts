import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { requireRealTap } from '../tests/conformance/real_tap.js'

const args = process.argv.slice(2)

// The conformance suite runs on the embedded Tap, or on the real one with --real-tap.
const isReal = args.includes('--real-tap')
process.env.TAP_UNDER_TEST = isReal ? 'real' : 'embedded'
if (isReal) requireRealTap()

processCLIArgs(args.filter((arg) => arg !== '--real-tap'))
configure({
  suites: [
    { name: 'network', files: ['tests/*.spec.ts', 'tests/faults/**/*.spec.ts'] },
    { name: 'tap', files: ['tests/tap/**/*.spec.ts'] },
    { name: 'conformance', files: ['tests/conformance/**/*.spec.ts'] },
  ],
  plugins: [assert()],
  // Tests start processes and create accounts, possibly on a busy machine.
  timeout: 120_000,
})

await run()
