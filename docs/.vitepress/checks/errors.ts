import { join } from 'node:path'
import { REPOSITORY } from './repository.ts'

interface PackageErrors {
  /** The public error classes that have a code. */
  codes: Map<string, { help?: string }>
  /** The names of all exports, the base classes included. */
  names: Set<string>
}

const EXPORTED_NAME = /\berrors\.([A-Z]\w+)/g
const INLINE_CODE = /`(E_[A-Z_]+)`/g
const SENTENCE = /(\.|https:\S+)$/
const FIRST_CELL = /^\| `(E_[A-Z_]+)` +\|/gm

/** Which page documents the errors of which package. */
const PAGES = new Map([
  ['sign-in.md', await loadErrors('oauth')],
  ['index-records.md', await loadErrors('tap')],
  ['devnet.md', await loadErrors('devnet')],
])

async function loadErrors(name: string): Promise<PackageErrors> {
  const errors = await import(join(REPOSITORY, 'packages', name, 'build/src/errors.js'))
  return readErrors(errors)
}

export function readErrors(errors: Record<string, unknown>): PackageErrors {
  const codes = new Map<string, { help?: string }>()
  for (const error of Object.values(errors)) {
    if (typeof error !== 'function' || !Object.hasOwn(error, 'code')) continue
    const { code, help } = error as { code?: string; help?: string }
    if (code) codes.set(code, { help })
  }
  return { codes, names: new Set(Object.keys(errors)) }
}

/** Finds names such as `errors.SignInError` that no package exports, in code blocks as well. */
export function findUnknownErrors(markdown: string, packages = [...PAGES.values()]): string[] {
  return [...markdown.matchAll(EXPORTED_NAME)]
    .filter(([, name]) => !packages.some((errors) => errors.names.has(name)))
    .map(([code]) => `no package exports ${code}`)
}

/** Compares the error codes on a package's page with the errors that the package exports. */
export function findErrorProblems(page: string, prose: string, errors = PAGES.get(page)): string[] {
  if (!errors) return []
  const documented = new Set([...prose.matchAll(INLINE_CODE)].map(([, code]) => code))
  const missing = [...errors.codes.keys()].filter((code) => !documented.has(code))
  const unknown = [...documented].filter((code) => !errors.codes.has(code))
  const listed = [...prose.matchAll(FIRST_CELL)].map(([, code]) => code)
  const repeated = listed.filter((code, index) => listed.indexOf(code) < index)
  const helpOf = (code: string) => errors.codes.get(code)?.help
  const helpless = [...errors.codes.keys()].filter((code) => !helpOf(code))
  const unfinished = [...errors.codes.keys()].filter((code) => !SENTENCE.test(helpOf(code) ?? '.'))
  return [
    ...missing.map((code) => `the error ${code} is not documented`),
    ...unknown.map((code) => `the package does not export the error ${code}`),
    ...repeated.map((code) => `the error ${code} is listed twice`),
    ...helpless.map((code) => `the error ${code} has no help`),
    ...unfinished.map((code) => `the help of the error ${code} does not end with a period`),
  ]
}
