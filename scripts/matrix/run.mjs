import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, fail, workspaceEnv } from '../workspace.mjs'
import { layPackage } from './lay.mjs'

// `node scripts/matrix/run.mjs adonis-6 oauth --files tests/sign_in.spec.ts` type-checks a package and runs
// its specs on one of the sets of matrix/. What follows the two names goes to Japa.
const [set, name, ...args] = process.argv.slice(2)
if (!set || !existsSync(join(ROOT, 'matrix', set, 'package.json')))
  fail(`There is no set "${set ?? ''}" in matrix/. Name one of its folders, then a package.`)
if (!name || !existsSync(join(ROOT, 'packages', name, 'bin/test.ts')))
  fail(`There are no specs of "${name ?? ''}" to run. Name oauth or tap.`)

const cwd = layPackage(set, name)
run(join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit'])
run(process.execPath, [
  '--import=@poppinss/ts-exec',
  '--enable-source-maps',
  'bin/test.ts',
  ...args,
])

/** Ends this process too when what it runs has failed. */
function run(command, commandArgs) {
  const { status } = spawnSync(command, commandArgs, {
    cwd,
    env: workspaceEnv(),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
