import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { chromiumPath, NO_CHROMIUM } from './harness/browser.js'
import { visitors } from './harness/visitors.js'
import { closeWorld } from './harness/world.js'

if (!chromiumPath()) {
  console.error(NO_CHROMIUM)
  process.exit(1)
}

processCLIArgs(process.argv.slice(2))
configure({
  files: ['specs/**/*.spec.ts'],
  plugins: [assert(), visitors()],
  timeout: 120_000,
  teardown: [closeWorld],
})
await run()
