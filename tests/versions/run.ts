import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

// `node tests/versions/run.ts adonis-6 oauth framework --files sign_in` type-checks a package and
// runs one of its suites with one set of versions. What follows the two names goes to Japa.

const ROOT = join(import.meta.dirname, '..', '..')
const TSGO = join(ROOT, 'node_modules', '@typescript', 'native-preview', 'bin', 'tsgo')

/** Dependencies come from the set, and the package was built before. */
const NOT_COPIED = new Set(['node_modules', 'tmp', 'coverage', 'tsup.config.ts'])

const [set = '', name = '', ...args] = process.argv.slice(2)
if (!existsSync(join(import.meta.dirname, set, 'package.json')))
  fail(`There is no set "${set}" in tests/versions. Name one of its folders, then a package.`)
if (!existsSync(join(ROOT, 'packages', name, 'bin', 'test.ts')) || name === 'devnet')
  fail(`There are no specs of "${name}" to run. Name oauth or tap.`)

const copy = copyPackage()
runInCopy(TSGO, '--noEmit', '--singleThreaded')
runInCopy('--import=@tests/support/typescript', 'bin/test.ts', ...args)

/**
 * A link would not do: Node resolves imports from where a file really is. Each suite has a copy of
 * its own, because two of them may run at the same time.
 */
function copyPackage(): string {
  const flags = args.findIndex((arg) => arg.startsWith('-'))
  const suites = flags === -1 ? args : args.slice(0, flags)
  const folder = join(import.meta.dirname, set, 'tmp', [name, ...suites].join('-'))
  rmSync(folder, { recursive: true, force: true })
  const filter = (path: string) => !NOT_COPIED.has(basename(path))
  cpSync(join(ROOT, 'packages', name), folder, { recursive: true, filter })
  // The specs' TypeScript loader needs a newer tsconfig than the apps of AdonisJS 6 have.
  const tsconfig = join('node_modules', '@adonisjs', 'tsconfig')
  mkdirSync(dirname(join(folder, tsconfig)), { recursive: true })
  symlinkSync(join(ROOT, tsconfig), join(folder, tsconfig), 'junction')
  return folder
}

function runInCopy(...nodeArgs: string[]): void {
  const { status } = spawnSync(process.execPath, nodeArgs, { cwd: copy, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
