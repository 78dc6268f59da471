import { globSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { assert } from '@japa/assert'
import { expectTypeOf } from '@japa/expect-type'
import { fileSystem } from '@japa/file-system'
import { configure, processCLIArgs, run } from '@japa/runner'

/** Several processes at once on each database server: a longer suite of its own. */
const RACES = ['tests/lucid/concurrency.spec.ts']

/** On the real Tap server, at TAP_BIN or on the PATH: a longer suite, too. */
const REAL_TAP = ['tests/real_tap/*.spec.ts']

/** What goes wrong with everything real, on both Tap servers: the longest suite. */
const FAULTS = ['tests/faults/*.spec.ts']

function otherSpecs() {
  return globSync('tests/**/*.spec.ts', { exclude: [...RACES, ...REAL_TAP, ...FAULTS] })
    .sort()
    .map((path) => pathToFileURL(path))
}

processCLIArgs(process.argv.slice(2))
configure({
  suites: [
    { name: 'specs', files: otherSpecs },
    { name: 'races', files: RACES },
    { name: 'real-tap', files: REAL_TAP },
    { name: 'faults', files: FAULTS },
  ],
  plugins: [assert(), fileSystem(), expectTypeOf()],
  timeout: 20_000,
})
void run()
