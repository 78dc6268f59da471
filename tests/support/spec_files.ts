import { globSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * The `files` of a Japa suite: those that match a pattern, but none of the excluded ones. Patterns
 * are relative to the working directory.
 */
export function specFiles(patterns: string[], exclude: string[] = []) {
  return () =>
    globSync(patterns, { exclude })
      .sort()
      .map((path) => pathToFileURL(path))
}
