import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { requireBrowserAndApp } from './harness/requirements.js'
import { visitors } from './harness/visitors.js'
import { closeWorld } from './harness/world.js'

requireBrowserAndApp()

processCLIArgs(process.argv.slice(2))
configure({
  files: ['specs/**/*.spec.ts'],
  plugins: [assert(), visitors()],
  timeout: 120_000,
  teardown: [closeWorld],
})
await run()
