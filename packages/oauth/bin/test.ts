import 'reflect-metadata'
import { assert } from '@japa/assert'
import { expectTypeOf } from '@japa/expect-type'
import { fileSystem } from '@japa/file-system'
import { configure, processCLIArgs, run } from '@japa/runner'
import { specFiles } from '@tests/support/spec_files'
import { closeSharedDevnet } from '../tests/helpers.js'

/** Several processes at once on each database server: a longer suite of its own. */
const RACES = ['tests/refresh_race.spec.ts']

/** What the framework calls or is called by: another of its versions may break these. */
const FRAMEWORK = [
  'tests/{browser_session,configure,errors,fresh_app,linked_users,provider,prune}.spec.ts',
  'tests/{request_origin,return_to,routes,session_errors,setup_errors,sign_in}.spec.ts',
  'tests/{stores,vine}.spec.ts',
  'tests/{doctor,guide,testing}/*.spec.ts',
]

processCLIArgs(process.argv.slice(2))

configure({
  suites: [
    { name: 'framework', files: specFiles(FRAMEWORK) },
    { name: 'core', files: specFiles(['tests/**/*.spec.ts'], [...FRAMEWORK, ...RACES]) },
    { name: 'races', files: specFiles(RACES) },
  ],
  // Two cores may be shared with a whole network and a compiler.
  timeout: 30_000,
  teardown: [closeSharedDevnet],
  plugins: [assert(), expectTypeOf(), fileSystem()],
})

run()
