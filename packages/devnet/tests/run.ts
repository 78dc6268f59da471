import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'

const args = process.argv.slice(2)

// The conformance suite runs on the embedded Tap, unless it is asked to judge the real one.
process.env.TAP_UNDER_TEST = args.includes('--real-tap') ? 'real' : 'embedded'

processCLIArgs(args.filter((arg) => arg !== '--real-tap'))
configure({
  suites: [
    { name: 'network', files: ['tests/*.spec.ts'] },
    { name: 'tap', files: ['tests/tap/**/*.spec.ts'] },
    { name: 'conformance', files: ['tests/conformance/**/*.spec.ts'] },
  ],
  plugins: [assert()],
  timeout: 30_000,
})

await run()
