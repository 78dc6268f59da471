import { fail } from '../workspace.mjs'
import { findChromium } from './chromium.mjs'

/**
 * Everything that must hold, in the order in which it is cheapest to hear of a failure. A check passes or
 * fails as a whole; a suite counts its tests, and has failed when it ran none.
 */
export const STEPS = [
  { name: 'lint', command: ['pnpm', 'run', 'lint'] },
  { name: 'types', command: ['pnpm', 'run', 'typecheck'] },
  { name: 'docs', command: ['pnpm', '--filter', 'adonisjs-atproto-docs', 'run', 'build'] },
  suite('workspace', ['pnpm', 'run', 'test:workspace']),
  suite('devnet', ['pnpm', '--filter', 'adonisjs-atproto-devnet', 'run', 'test']),
  suite('oauth', ['pnpm', '--filter', 'adonisjs-atproto-oauth', 'run', 'test']),
  suite('tap', ['pnpm', '--filter', 'adonisjs-atproto-tap', 'run', 'test']),
  suite('oauth-6', onSet('adonis-6', 'oauth')),
  suite('tap-6', onSet('adonis-6', 'tap')),
  suite('statusphere', ['pnpm', '--filter', 'statusphere', 'run', 'test']),
  suite('statusphere-6', ['pnpm', '--filter', 'statusphere-v6', 'run', 'test']),
  inChromium(suite('browser', ['pnpm', '--filter', 'statusphere-e2e', 'run', 'test'])),
]

function suite(name, command) {
  return { name, command, counts: true }
}

function inChromium(step) {
  const missing = 'skipped, no Chromium found; set CHROMIUM_BIN to one'
  return { ...step, missing: () => (findChromium() ? undefined : missing) }
}

/** A package's types and specs on the AdonisJS of one of the folders of `matrix/`. */
function onSet(set, name) {
  return ['node', 'scripts/matrix/run.mjs', set, name]
}

/** What takes longer, or needs what a newcomer's machine does not have: run by name only. */
export const LONGER_STEPS = [
  suite('real-tap', ['pnpm', '--filter', 'adonisjs-atproto-devnet', 'run', 'test:real-tap']),
  inChromium(suite('browser-6', ['pnpm', '--filter', 'statusphere-e2e', 'run', 'test:6'])),
  suite('fresh-apps', ['pnpm', '--filter', 'fresh-apps', 'run', 'test']),
  suite('oauth-6-oldest', onSet('adonis-6-oldest', 'oauth')),
  suite('tap-6-oldest', onSet('adonis-6-oldest', 'tap')),
  suite('oauth-7-oldest', onSet('adonis-7-oldest', 'oauth')),
  suite('tap-7-oldest', onSet('adonis-7-oldest', 'tap')),
]

/** `npm test` runs the steps of every day; `npm test -- oauth tap` runs those named. */
export function chooseSteps(names) {
  const all = [...STEPS, ...LONGER_STEPS]
  const known = all.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown) fail(`There is no "${unknown}" to test. What can be named: ${known.join(', ')}.`)
  return names.length ? all.filter(({ name }) => names.includes(name)) : STEPS
}
