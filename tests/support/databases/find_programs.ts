import { globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isExecutable } from '../executable.js'

/**
 * Finds a folder with all of these programs: the one in the variable, one on the PATH, or the
 * newest one that matches a pattern. Debian does not put PostgreSQL's servers on the PATH.
 */
export function findPrograms(variable: string, names: string[], patterns: string[] = []) {
  const named = process.env[variable]
  const folders = named
    ? [named]
    : [
        ...(process.env.PATH ?? '').split(delimiter),
        ...patterns.flatMap((pattern) => globSync(pattern).toSorted(newestFirst)),
      ]
  return folders.find((folder) => names.every((name) => isExecutable(join(folder, name))))
}

function newestFirst(a: string, b: string) {
  return b.localeCompare(a, 'en', { numeric: true })
}
