import { globSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { assert } from '@japa/assert'
import { expectTypeOf } from '@japa/expect-type'
import { fileSystem } from '@japa/file-system'
import { configure, processCLIArgs, run } from '@japa/runner'

/** Several processes at once on each database server: a longer suite of its own. */
const RACES = ['tests/lucid/concurrency.spec.ts']

function otherSpecs() {
  return globSync('tests/**/*.spec.ts', { exclude: RACES })
    .sort()
    .map((path) => pathToFileURL(path))
}

processCLIArgs(process.argv.slice(2))
configure({
  suites: [
    { name: 'specs', files: otherSpecs },
    { name: 'races', files: RACES },
  ],
  plugins: [assert(), fileSystem(), expectTypeOf()],
  timeout: 20_000,
})
void run()
