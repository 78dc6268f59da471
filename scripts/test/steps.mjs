import { findChromium } from '../../tests/support/chromium.mjs'
import { fail, NODE } from '../workspace.mjs'

/**
 * The steps of a test run. A check passes or fails as a whole. A suite counts its tests, and fails
 * when it ran none. `seconds` is the duration on two cores, which decides the order of their start.
 */
export const STEPS = [
  { name: 'lint', seconds: 45, ...inFolder('.', 'lint') },
  { name: 'types', seconds: 25, ...inFolder('.', 'typecheck') },
  { name: 'docs', seconds: 20, ...inFolder('docs', 'build') },
  suite('workspace', 85, inTests('workspace')),
  suite('versions', 45, inTests('versions')),
  suite('upgrade', 45, inTests('upgrade')),
  suite('devnet', 110, inPackage('devnet')),
  waiting(suite('oauth', 155, inPackage('oauth'))),
  waiting(suite('tap', 45, inPackage('tap'))),
  suite('oauth-6', 105, onSet('adonis-6', 'oauth', 'framework')),
  suite('tap-6', 40, onSet('adonis-6', 'tap', 'framework')),
  suite('statusphere', 50, inFolder('examples/statusphere')),
  suite('statusphere-6', 55, inFolder('examples/statusphere-v6')),
]

function suite(name, seconds, { command, folder }) {
  return { name, seconds, command, folder, counts: true }
}

function inChromium(step) {
  const missing = 'skipped, no Chromium found; set CHROMIUM_BIN to one'
  return { ...step, missing: () => (findChromium() ? undefined : missing) }
}

/** A step that waits for half of its time or more. Two of them share a core. */
function waiting(step) {
  return { ...step, cores: 0.5 }
}

/** A script of a package.json. Without pnpm, which takes longer to start than Node.js. */
function inFolder(folder, script = 'test', ...args) {
  return { folder, command: [NODE, '--run', script, '--', ...args] }
}

function inPackage(name, script) {
  return inFolder(`packages/${name}`, script)
}

/** One of the suites in `tests/`. */
function inTests(name) {
  return inFolder('tests', 'test', name)
}

/** A package's types and some of its suites with one of the sets of `tests/versions`. */
function onSet(set, name, ...suites) {
  return { command: [NODE, 'tests/versions/run.ts', set, name, ...suites] }
}

/** Steps that take longer, or need other software. They run by name only. */
export const LONGER_STEPS = [
  waiting(suite('real-tap', 100, inPackage('devnet', 'test:real-tap'))),
  inChromium(waiting(suite('browser', 165, inTests('browser')))),
  inChromium(waiting(suite('browser-6', 175, inFolder('tests', 'test:browser-6')))),
  suite('devnet-restarts', 65, inPackage('devnet', 'test:restarts')),
  suite('tap-worker', 40, inPackage('tap', 'test:worker')),
  suite('oauth-races', 75, inPackage('oauth', 'test:races')),
  suite('tap-races', 30, inPackage('tap', 'test:races')),
  waiting(suite('tap-faults', 320, inPackage('tap', 'test:faults'))),
  suite('new-apps', 400, inTests('new_apps')),
  waiting(suite('oauth-6-core', 110, onSet('adonis-6', 'oauth', 'core'))),
  suite('tap-6-core', 60, onSet('adonis-6', 'tap', 'core', 'worker')),
  suite('oauth-6-oldest', 70, onSet('adonis-6-oldest', 'oauth', 'framework')),
  suite('tap-6-oldest', 60, onSet('adonis-6-oldest', 'tap', 'framework', 'worker')),
  suite('oauth-7-oldest', 70, onSet('adonis-7-oldest', 'oauth', 'framework')),
  suite('tap-7-oldest', 60, onSet('adonis-7-oldest', 'tap', 'framework', 'worker')),
  waiting(suite('soak', 170, inTests('soak'))),
]

/**
 * `npm test` runs the default steps, `npm test -- oauth tap` the named ones, and `npm test -- all`
 * the longer ones, too. Flags are passed to the suites: `npm test -- oauth --files sign_in`.
 *
 * @param {string[]} args
 */
export function chooseSteps(args) {
  const end = [...args, '-'].findIndex((arg) => arg.startsWith('-'))
  const [names, japaArgs] = [args.slice(0, end), args.slice(end)]
  return named(names).map((step) => withArguments(step, japaArgs, names))
}

function named(names) {
  const all = [...STEPS, ...LONGER_STEPS]
  if (names.length === 0) return STEPS
  if (names.length === 1 && names[0] === 'all') return all

  const known = all.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown) {
    fail(
      `There is no "${unknown}" to test. Name one or more of these, or "all": ${known.join(', ')}.`
    )
  }
  return all.filter(({ name }) => names.includes(name))
}

function withArguments(step, japaArgs, names) {
  if (japaArgs.length === 0) return step
  const args = japaArgs.join(' ')
  if (names.length === 0 || names[0] === 'all') {
    fail(`Name the suite that "${args}" is for: npm test -- oauth ${args}`)
  }
  if (!step.counts) fail(`"${step.name}" is not a suite, and does not take "${args}".`)
  return { ...step, command: [...step.command, ...japaArgs] }
}
