import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './repository.ts'

/** Whose list items are titles of specs. */
const PAGES = new Map([['security.md', 'packages/oauth/tests/security.spec.ts']])

const ITEM = /^- (.+)$/gm
const TITLE = /\btest\(\s*(['"])(.+?)\1,/g

/** Finds the list items that no spec shows, and the specs that no list item names. */
export function findClaimProblems(page: string, prose: string): string[] {
  const path = PAGES.get(page)
  return path ? compareClaims(prose, readFileSync(join(REPOSITORY, path), 'utf8')) : []
}

export function compareClaims(prose: string, specs: string): string[] {
  const claims = new Set([...prose.matchAll(ITEM)].map(([, item]) => item))
  const titles = new Set([...specs.matchAll(TITLE)].map(([, , title]) => title))
  const unproven = [...claims].filter((claim) => !titles.has(claim))
  const unnamed = [...titles].filter((title) => !claims.has(title))
  return [
    ...unproven.map((claim) => `no spec has the title "${claim}"`),
    ...unnamed.map((title) => `the page does not have the title of the spec "${title}"`),
  ]
}
