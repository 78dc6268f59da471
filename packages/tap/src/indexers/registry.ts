import { getMain, type RecordSchema } from '@atproto/lex'
import { isValidNsid } from '@atproto/syntax'
import { E_TAP_INVALID_INDEXER } from '../errors.js'
import type { IdentityEvent, Indexer, RecordLexicon } from '../types.js'
import type { BoundIndexer } from './bound_indexer.js'
import { createValidate, type Validate } from './validate.js'

export interface Binding {
  /** What the indexer is bound to, for messages: a collection, or `identity`. */
  name: string
  /** Checks the record when the indexer was bound with a lexicon. */
  validate: Validate
  indexer: Indexer<any>
  /** Whether `indexer` imports a module. */
  isLazy: boolean
  /** Whether hot reload may replace the module. */
  isReloaded: boolean
  module?: unknown
  loaded?: BoundIndexer
}

/**
 * The indexers that `start/tap.ts` binds.
 */
export class IndexerRegistry {
  #collections = new Map<string, Binding>()
  #identity?: Binding

  get isEmpty() {
    return this.bindings.length === 0
  }

  get bindings(): Binding[] {
    return [...this.#collections.values(), ...(this.#identity ? [this.#identity] : [])]
  }

  index(lexicon: RecordLexicon | string, indexer: Indexer<any>) {
    const schema = typeof lexicon === 'string' ? undefined : schemaOf(lexicon)
    const collection = schema?.$type ?? lexicon
    if (!isValidNsid(collection)) {
      throw new E_TAP_INVALID_INDEXER(
        `tap.index() in start/tap.ts expects the lexicon or NSID of a record, not ${JSON.stringify(collection)}`
      )
    }
    if (this.#collections.has(collection)) {
      throw new E_TAP_INVALID_INDEXER(
        `start/tap.ts binds two indexers to ${collection}. Call one from the other, or merge them`
      )
    }
    this.#collections.set(collection, bind(collection, indexer, schema))
  }

  identity(indexer: Indexer<IdentityEvent>) {
    if (this.#identity) {
      throw new E_TAP_INVALID_INDEXER('start/tap.ts binds two indexers to identity events')
    }
    this.#identity = bind('identity', indexer)
  }

  find(event: { type: 'record' | 'identity'; collection?: string }): Binding | undefined {
    return event.type === 'identity'
      ? this.#identity
      : this.#collections.get(event.collection ?? '')
  }
}

/**
 * A function without parameters imports a module, one that takes the event handles it.
 */
function bind(name: string, indexer: Indexer<any>, schema?: RecordSchema): Binding {
  const isLazy = typeof indexer === 'function' && indexer.length === 0
  const handler = typeof indexer === 'function' && !isLazy ? { handle: indexer } : indexer
  return {
    name,
    validate: createValidate(schema),
    isLazy,
    isReloaded: isLazy && 'hot' in import.meta,
    indexer: handler as Indexer<any>,
  }
}

function schemaOf(lexicon: RecordLexicon): RecordSchema {
  const schema = lexicon && getMain(lexicon as { main: RecordSchema })
  if (schema?.type === 'record') return schema
  throw new E_TAP_INVALID_INDEXER(
    'tap.index() in start/tap.ts received a lexicon that does not define a record. Use the namespace of a record, or its NSID'
  )
}
