import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './repository.ts'

/** Whose list items are titles of specs. */
const PAGES = ['security.md', 'internals/sign-in-defects.md']

/** Pages that claim nothing else, and have every title of a file. */
const COMPLETE = new Map([['security.md', 'packages/oauth/tests/security.spec.ts']])

const ITEM = /^- (.+)$/
const FILE = /`(packages\/[\w./-]+\.ts)`/g
const TITLE = /\b(?:test\(|title:)\s*(['"])(.+?)\1\s*[,)]/g

/** What a section may have beside its list items: who can do them, and what to do about it. */
const NO_CLAIM = /^(?:#|They can(?:'t)?:$|\*\*What to do:\*\* )/

/** Finds list items that no spec shows, titles that no list item names, and other claims. */
export function findClaimProblems(page: string, prose: string): string[] {
  if (!PAGES.includes(page)) return []
  const path = COMPLETE.get(page)
  return [
    ...findUnproven(prose, readSpecs),
    ...(path ? [...findUnnamed(prose, readSpecs(path)), ...findOtherClaims(prose)] : []),
  ]
}

const readSpecs = (path: string) => {
  const file = join(REPOSITORY, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

const titlesOf = (specs: string) => [...specs.matchAll(TITLE)].map(([, , title]) => title)

/** The files of a list are those in the paragraph that named any last. */
export function findUnproven(prose: string, read: (path: string) => string): string[] {
  const problems: string[] = []
  let titles: string[] = []
  for (const paragraph of prose.split(/\n{2,}/)) {
    const items = paragraph.split('\n').flatMap((line) => ITEM.exec(line)?.[1] ?? [])
    const paths = [...paragraph.matchAll(FILE)].map(([, path]) => path)
    if (paths.length) titles = paths.flatMap((path) => titlesOf(read(path)))
    const unproven = items.filter((item) => !titles.includes(item))
    problems.push(...unproven.map((item) => `no spec has the title "${item}"`))
  }
  return problems
}

export function findUnnamed(prose: string, specs: string): string[] {
  const items = prose.split('\n').flatMap((line) => ITEM.exec(line)?.[1] ?? [])
  return titlesOf(specs)
    .filter((title) => !items.includes(title))
    .map((title) => `the page does not have the title of the spec "${title}"`)
}

/** A sentence between the lists would be a claim without a spec. */
export function findOtherClaims(prose: string): string[] {
  const sections = prose.split(/^(?=## )/m).slice(1)
  return sections
    .flatMap((section) => section.split(/\n{2,}/))
    .map((paragraph) => paragraph.trim())
    .filter(
      (paragraph) => paragraph && !NO_CLAIM.test(paragraph) && !ITEM.test(paragraph.split('\n')[0])
    )
    .map((paragraph) => `no list item, and so without a spec: "${paragraph.split('\n')[0]}"`)
}
