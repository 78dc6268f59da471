import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runInGroup } from '../process_group/run.mjs'
import { NODE, ROOT } from '../workspace.mjs'
import { filesBelow, isDone, markDone } from './done.mjs'

const APPS = { 6: 'statusphere-v6', 7: 'statusphere' }

/** Returns the folder of the example for an AdonisJS major. */
export const exampleFolder = (major) => join(ROOT, 'examples', APPS[major])

/**
 * Builds the assets of the example for an AdonisJS major, unless they were built from the same
 * files. Apps that are running may read them.
 *
 * @param {6 | 7} major
 * @param {{ signal?: AbortSignal }} options
 */
export async function buildAssets(major, { signal } = {}) {
  const folder = exampleFolder(major)
  const inputs = () => [
    ...filesBelow(join(folder, 'resources')),
    join(folder, 'vite.config.ts'),
    join(ROOT, 'pnpm-lock.yaml'),
  ]
  const name = `assets-${major}`
  const manifest = join(folder, 'public', 'assets', '.vite', 'manifest.json')
  if (isDone(name, inputs) && existsSync(manifest)) return

  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js')
  let output = ''
  const print = (text) => (output += text)
  const exitCode = await runInGroup([NODE, vite, 'build', folder], { print, signal })
  if (exitCode !== 0) throw new Error(`Failed to build the assets:\n\n${output}`)
  markDone(name, inputs)
}
