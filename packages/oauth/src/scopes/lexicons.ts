import { E_ATPROTO_INVALID_SCOPE } from '../errors.js'
import type { PermissionSet } from '../scope_types.js'

export type LexiconType = 'record' | 'method' | 'permission-set'

interface Definitions {
  'record': { type: 'record'; $type: string }
  'method': { type: 'query' | 'procedure'; nsid: string }
  'permission-set': PermissionSet
}

/** A lexicon, as `lex build` generates it. */
export type LexiconModule<Type extends string> = Type extends keyof Definitions
  ? Definitions[Type] | { main: Definitions[Type] }
  : never

const NAMES: Record<LexiconType, string> = {
  'record': 'a record',
  'method': 'a query or procedure',
  'permission-set': 'a permission set',
}

type Properties = Record<string, unknown>

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null

/** Recognized by shape, because the app may use another version of the library. */
function describe(definition: unknown): { nsid: string; type: LexiconType | 'other' } | null {
  if (!isObject(definition)) return null
  const { type, $type, nsid, permissions } = definition
  if (type === 'record' && typeof $type === 'string') return { nsid: $type, type }
  if (typeof nsid !== 'string') return null
  if (Array.isArray(permissions)) return { nsid, type: 'permission-set' }
  return { nsid, type: type === 'query' || type === 'procedure' ? 'method' : 'other' }
}

/**
 * Returns the NSID of a lexicon, which is given by NSID or as a generated module.
 *
 * @throws E_ATPROTO_INVALID_SCOPE
 */
export function nsidOf(name: string | object, expected: LexiconType): string {
  if (typeof name === 'string') return name
  const lexicon = describe('main' in name ? name.main : name)
  if (!lexicon) {
    throw new E_ATPROTO_INVALID_SCOPE('Pass an NSID, or the generated module of one lexicon')
  }
  if (lexicon.type !== expected) {
    throw new E_ATPROTO_INVALID_SCOPE(
      `The lexicon "${lexicon.nsid}" does not define ${NAMES[expected]}`
    )
  }
  return lexicon.nsid
}

/**
 * The app's lexicons, from the modules that `lex build` generated.
 */
export class Lexicons {
  #types = new Map<string, LexiconType | 'other'>()
  readonly permissionSets = new Map<string, PermissionSet>()

  constructor(modules: object = {}) {
    this.#add(modules, new Set())
  }

  /**
   * Throws if a lexicon has another type, or seems to be misspelled: the app has other lexicons of
   * its group, but not this one. Lexicons of other groups may be somebody else's.
   *
   * @throws E_ATPROTO_INVALID_SCOPE
   */
  check(nsid: string, expected: LexiconType): void {
    const type = this.#types.get(nsid)
    if (type === expected || nsid === '*') return
    if (type) {
      throw new E_ATPROTO_INVALID_SCOPE(`The lexicon "${nsid}" does not define ${NAMES[expected]}`)
    }

    const relatives = [...this.#types.keys()].filter((known) => groupOf(known) === groupOf(nsid))
    if (relatives.length === 0) return
    throw new E_ATPROTO_INVALID_SCOPE(
      `There is no lexicon "${nsid}" in the code, which has ${relatives.sort().join(', ')}`
    )
  }

  #add(value: unknown, seen: Set<unknown>) {
    if (!isObject(value) || seen.has(value)) return
    seen.add(value)
    const lexicon = describe(value)
    if (lexicon) {
      this.#types.set(lexicon.nsid, lexicon.type)
      if (lexicon.type === 'permission-set') {
        this.permissionSets.set(lexicon.nsid, value as unknown as PermissionSet)
      }
      return
    }
    // Only namespaces: schemas inside of definitions have no lexicons.
    if (isNamespace(value)) for (const child of Object.values(value)) this.#add(child, seen)
  }
}

function isNamespace(value: object) {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** The group of `com.example.feed.post` is `com.example.feed`. */
function groupOf(nsid: string) {
  return nsid.slice(0, nsid.lastIndexOf('.'))
}
