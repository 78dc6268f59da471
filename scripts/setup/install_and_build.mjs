import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInGroup } from '../process_group/run.mjs'
import { fail, NODE, PNPM, ROOT, step } from '../workspace.mjs'
import { filesBelow, isDone, markDone } from './done.mjs'

const MEMBERS = ['packages', 'bench', 'examples', 'docs', 'tests']
const MANIFESTS = new Set(['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'])
const LOG = join(ROOT, 'tmp', 'setup.log')

/**
 * Installs the workspace and builds the packages, unless that was done already and nothing has
 * changed since.
 *
 * @param {{ signal?: AbortSignal }} options
 */
export async function installAndBuild({ signal } = {}) {
  if (!isDone('install', manifests)) {
    step('Installing the workspace from the npm registry (about a minute the first time)')
    await run(['npx', '-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], signal)
    // The `prepare` script of the workspace has built the packages.
    markDone('install', manifests)
    markDone('build', sources)
  }

  if (!isDone('build', sources)) {
    step('Building the packages')
    await run(['pnpm', 'run', 'build'], signal)
    markDone('build', sources)
  }

  // The AdonisJS 6 version of the example is a copy of it.
  await run([NODE, join('examples', 'statusphere-v6', 'sync.ts')], signal)
}

async function run(command, signal) {
  mkdirSync(join(ROOT, 'tmp'), { recursive: true })
  writeFileSync(LOG, '')
  const print = (text) => appendFileSync(LOG, text)
  const exitCode = await runInGroup(command, { print, signal })
  if (signal?.aborted) process.exit(130)
  if (exitCode === 0) return

  console.error(readFileSync(LOG, 'utf8').trimEnd().split('\n').slice(-30).join('\n'))
  fail(
    `"${command.join(' ')}" failed. Its last lines are above, and tmp/setup.log has all of its output.`
  )
}

function manifests() {
  return [
    ...filesBelow(ROOT, (entry) => entry.isFile() && MANIFESTS.has(entry.name)),
    ...MEMBERS.flatMap((member) =>
      filesBelow(
        join(ROOT, member),
        (entry) => entry.isDirectory() || entry.name === 'package.json'
      )
    ),
  ]
}

const sources = () => filesBelow(join(ROOT, 'packages'))
