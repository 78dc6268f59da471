import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from '../workspace.mjs'

// tsup is not among what a set installs: a package is built once, for all of them.
const LEFT_BEHIND = new Set(['node_modules', 'tmp', 'coverage', 'tsup.config.ts'])

/**
 * Copies a package, its build and its specs to where Node finds the set's AdonisJS before any other. A
 * link would not do: Node resolves from where a file really is.
 *
 * @param {string} set a folder of `matrix/`
 * @param {string} name a folder of `packages/`
 * @returns {string} the folder of the copy; the one from the last run is replaced
 */
export function layPackage(set, name) {
  const copy = join(ROOT, 'matrix', set, 'tmp', name)
  rmSync(copy, { recursive: true, force: true })
  cpSync(join(ROOT, 'packages', name), copy, {
    recursive: true,
    filter: (path) => !LEFT_BEHIND.has(basename(path)),
  })
  return copy
}
