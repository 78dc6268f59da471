import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { NODE, ROOT } from '../workspace.mjs'

const GENERATED = new Set(['node_modules', 'build', 'tests', 'tmp'])

/**
 * Whether a step of the setup was done, and the files that it depends on have not changed since.
 *
 * @param {string} name
 * @param {() => string[]} inputs
 */
export function isDone(name, inputs) {
  return (
    existsSync(NODE) &&
    existsSync(noteOf(name)) &&
    readFileSync(noteOf(name), 'utf8') === digest(inputs())
  )
}

/** Remembers that a step was done, until node_modules is deleted. */
export function markDone(name, inputs) {
  writeFileSync(noteOf(name), digest(inputs()))
}

function noteOf(name) {
  return join(ROOT, 'node_modules', `.setup-${name}`)
}

/** Returns the files below a folder, sorted, without generated ones. */
export function filesBelow(folder, wanted = () => true) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !GENERATED.has(entry.name) && wanted(entry))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path, wanted) : [path]
    })
    .sort()
}

function digest(files) {
  const hash = createHash('sha256')
  for (const file of files)
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}
