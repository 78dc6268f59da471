import { E_TAP_INVALID_INDEXER } from '../errors.js'
import type { IndexerClass, IndexerMethods } from '../types.js'

/**
 * The two calls of AdonisJS's container that are needed here.
 */
export interface Container {
  make(binding: any): Promise<any>
  call(instance: any, method: any, runtimeValues: any[]): Promise<any>
}

export type MethodName = keyof IndexerMethods<unknown>

interface Injections {
  containerInjections?: Record<string, unknown>
}

/**
 * An indexer whose module is loaded: which methods it has, and how they are called.
 */
export class BoundIndexer {
  readonly batchSize?: number
  #methods: IndexerMethods<any>
  #class?: IndexerClass<any>
  #injections: Record<string, unknown>
  #instance?: any

  /**
   * @throws E_TAP_INVALID_INDEXER
   */
  constructor(name: string, indexer: unknown) {
    this.#class = isClass(indexer) ? indexer : undefined
    this.#methods = this.#class?.prototype ?? indexer
    this.#injections = (this.#class as Injections)?.containerInjections ?? {}
    this.batchSize = this.#class?.batchSize
    if (!isComplete(name, this.#methods)) {
      throw new E_TAP_INVALID_INDEXER(
        `The indexer that start/tap.ts binds to ${name} needs a "handle" or "batch" method, or "put" and "delete". Export its class as the default of its module`
      )
    }
  }

  has(method: MethodName): boolean {
    return typeof this.#methods[method] === 'function'
  }

  /** The method for a record event, the closest one first */
  methodFor(action: 'create' | 'update' | 'delete'): MethodName {
    if (this.has(action)) return action
    return action !== 'delete' && this.has('put') ? 'put' : 'handle'
  }

  /**
   * Calls a method. Without dependencies there is one instance and no container between, since
   * building both for each event costs more than a small handler.
   */
  call(container: Container, method: MethodName, value: unknown): unknown {
    if (!this.#class) return this.#methods[method]!(value as never)
    if (this.#class.length > 0 || '_constructor' in this.#injections) {
      return container
        .make(this.#class)
        .then((instance) => container.call(instance, method, [value]))
    }
    this.#instance ??= new this.#class()
    return method in this.#injections
      ? container.call(this.#instance, method, [value])
      : this.#instance[method](value)
  }
}

function isClass(value: unknown): value is IndexerClass<any> {
  return typeof value === 'function' && value.prototype !== undefined
}

/**
 * An indexer that forgets deletes would show deleted records for ever, so it has to say so with an
 * empty method.
 */
function isComplete(name: string, methods: IndexerMethods<any>): boolean {
  const has = (method: MethodName) => typeof methods?.[method] === 'function'
  if (has('handle') || has('batch')) return true
  if (name === 'identity') return false
  return has('delete') && (has('put') || (has('create') && has('update')))
}
