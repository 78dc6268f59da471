import { getMain, type RecordSchema } from '@atproto/lex'
import { isValidNsid } from '@atproto/syntax'
import { E_TAP_INVALID_INDEXER } from '../errors.js'
import type { IdentityEvent, IndexerClass, LazyIndexer, RecordLexicon } from '../types.js'

export interface Binding {
  /** What it is bound to, for messages: a collection, or `identity` */
  name: string
  /** Validates the record when the indexer was bound with a lexicon */
  schema?: RecordSchema
  load: LazyIndexer<any>
  loaded?: IndexerClass<any>
}

/**
 * Which indexer handles what, as `start/tap.ts` says.
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

  index(lexicon: RecordLexicon | string, load: LazyIndexer<any>) {
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
    this.#collections.set(collection, { name: collection, schema, load })
  }

  identity(load: LazyIndexer<IdentityEvent>) {
    if (this.#identity) {
      throw new E_TAP_INVALID_INDEXER('start/tap.ts binds two indexers to identity events')
    }
    this.#identity = { name: 'identity', load }
  }

  find(event: { type: 'identity' } | { type: 'record'; collection: string }): Binding | undefined {
    return event.type === 'identity' ? this.#identity : this.#collections.get(event.collection)
  }
}

function schemaOf(lexicon: RecordLexicon): RecordSchema {
  const schema = lexicon && getMain(lexicon as { main: RecordSchema })
  if (schema?.type === 'record') return schema
  throw new E_TAP_INVALID_INDEXER(
    'tap.index() in start/tap.ts received a lexicon that does not define a record. Use the namespace of a record, or its NSID'
  )
}
