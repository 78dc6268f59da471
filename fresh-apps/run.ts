import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { network } from './harness/network.js'
import { tarballs } from './harness/tarballs.js'

processCLIArgs(process.argv.slice(2))
configure({
  files: ['specs/**/*.spec.ts'],
  plugins: [assert()],
  // Compilers and whole apps start in every test, on two cores that may be shared.
  timeout: 120_000,
  setup: [() => tarballs.pack(), () => network.start()],
})
await run()
