import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './repository.ts'

const INLINE_CODE = /`([^`\n]+)`/g
const PATH = /^(?:packages|examples|tests|scripts|docs|\.github|\.ci)\/[\w./-]*$/

/** Finds the paths in inline code that do not exist in the repository. */
export function findMissingPaths(prose: string): string[] {
  return [...prose.matchAll(INLINE_CODE)]
    .map(([, code]) => code)
    .filter((code) => PATH.test(code) && !existsSync(join(REPOSITORY, code)))
    .map((path) => `${path} does not exist`)
}
