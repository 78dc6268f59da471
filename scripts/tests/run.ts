import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'

processCLIArgs(process.argv.slice(2))
configure({
  files: ['scripts/tests/**/*.spec.ts'],
  plugins: [assert()],
  timeout: 180_000,
})
run()
