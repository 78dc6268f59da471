import { assert } from '@japa/assert'
import { expectTypeOf } from '@japa/expect-type'
import { fileSystem } from '@japa/file-system'
import { configure, processCLIArgs, run } from '@japa/runner'
import { specFiles } from '@tests/support/spec_files'

/** What the framework calls or is called by: another of its versions may break these. */
const FRAMEWORK = [
  'tests/{configure,define_config,entries,listener}.spec.ts',
  'tests/{dead_letters,indexers,lucid,testing,webhook}/*.spec.ts',
]

/** Worker processes of an app, stopped and killed: a longer suite of its own. */
const WORKER = ['tests/network/worker.spec.ts']

/** Several processes at once on each database server: a longer suite, too. */
const RACES = ['tests/lucid/concurrency.spec.ts']

/**
 * What goes wrong with everything real, on the embedded Tap and on the real one, at TAP_BIN or on
 * the PATH: the longest suite.
 */
const FAULTS = ['tests/faults/*.spec.ts']

const LONGER = [...WORKER, ...RACES, ...FAULTS]

processCLIArgs(process.argv.slice(2))
configure({
  suites: [
    { name: 'framework', files: specFiles(FRAMEWORK, LONGER) },
    { name: 'core', files: specFiles(['tests/**/*.spec.ts'], [...FRAMEWORK, ...LONGER]) },
    { name: 'worker', files: specFiles(WORKER) },
    { name: 'races', files: specFiles(RACES) },
    { name: 'faults', files: specFiles(FAULTS) },
  ],
  plugins: [assert(), fileSystem(), expectTypeOf()],
  timeout: 20_000,
})
void run()
