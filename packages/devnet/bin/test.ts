import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { specFiles } from '@tests/support/spec_files'
import { requireRealTap } from '../tests/conformance/real_tap.js'

const args = process.argv.slice(2)

// The conformance suite runs on the embedded Tap, or on the real one with --real-tap.
const isReal = args.includes('--real-tap')
process.env.TAP_UNDER_TEST = isReal ? 'real' : 'embedded'
if (isReal) requireRealTap()

/** Devnets that are killed and start again: a longer suite of its own. */
const RESTARTS = [
  'tests/persistence.spec.ts',
  'tests/temporary_folders.spec.ts',
  'tests/tap/kill.spec.ts',
  'tests/conformance/restart.spec.ts',
]

processCLIArgs(args.filter((arg) => arg !== '--real-tap'))
configure({
  suites: [
    {
      name: 'network',
      files: specFiles(['tests/*.spec.ts', 'tests/faults/**/*.spec.ts'], RESTARTS),
    },
    { name: 'tap', files: specFiles(['tests/tap/**/*.spec.ts'], RESTARTS) },
    {
      name: 'conformance',
      files: specFiles(['tests/conformance/**/*.spec.ts'], isReal ? [] : RESTARTS),
    },
    { name: 'restarts', files: specFiles(RESTARTS) },
  ],
  plugins: [assert()],
  // Tests start processes and create accounts, possibly on a busy machine.
  timeout: 120_000,
})

await run()
