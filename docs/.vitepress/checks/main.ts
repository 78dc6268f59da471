import type { MarkdownRenderer } from 'vitepress'
import { findClaimProblems } from './claims.ts'
import { findCounts } from './counts.ts'
import { findErrorProblems, findUnknownErrors } from './errors.ts'
import { findMissingPaths } from './paths.ts'

const CODE_BLOCK = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2[ \t]*$/gm

/** Finds statements that the repository contradicts. */
export function findProblems(page: string, markdown: string): string[] {
  const prose = markdown.replace(CODE_BLOCK, '')
  return [
    ...findMissingPaths(prose),
    ...findCounts(prose),
    ...findUnknownErrors(markdown),
    ...findErrorProblems(page, prose),
    ...findClaimProblems(page, prose),
  ]
}

/** Fails the build of the docs when a page has problems. */
export function checks(md: MarkdownRenderer) {
  md.core.ruler.push('checks', ({ src, env }) => {
    const problems = findProblems(env.relativePath, src)
    if (problems.length) throw new Error([`${env.relativePath}:`, ...problems].join('\n- '))
  })
}
