import { E_TAP_INVALID_INDEXER } from '../errors.js'
import type { IndexerClass, IndexerMethods } from '../types.js'

/**
 * The methods of AdonisJS's container that are used here.
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
 * A loaded indexer: its methods, and how they are called.
 */
export class BoundIndexer {
  readonly batchSize?: number
  readonly hasBatch: boolean
  #methods: IndexerMethods<any>
  #class?: IndexerClass<any>
  #injections: Record<string, unknown>
  #instance?: any
  #needsContainer: boolean
  /** The methods for each action, the most specific one first. */
  #methodNames: Record<'create' | 'update' | 'delete', MethodName>

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
    this.hasBatch = this.has('batch')
    this.#methodNames = {
      create: this.#closest('create', 'put'),
      update: this.#closest('update', 'put'),
      delete: this.#closest('delete'),
    }
    this.#needsContainer = this.#class !== undefined && needsContainer(this.#class)
  }

  #closest(...methods: MethodName[]): MethodName {
    return methods.find((method) => this.has(method)) ?? 'handle'
  }

  has(method: MethodName): boolean {
    return typeof this.#methods[method] === 'function'
  }

  methodFor(action: 'create' | 'update' | 'delete'): MethodName {
    return this.#methodNames[action]
  }

  /**
   * Calls a method. An indexer without dependencies is created once and called without the
   * container, which would take longer than a small handler.
   */
  call(container: Container, method: MethodName, value: unknown): unknown {
    if (!this.#class) return this.#methods[method]!(value as never)
    if (this.#needsContainer) {
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

function needsContainer(constructor: IndexerClass<any>): boolean {
  const { containerInjections } = constructor as Injections
  return constructor.length > 0 || '_constructor' in (containerInjections ?? {})
}

function isClass(value: unknown): value is IndexerClass<any> {
  return typeof value === 'function' && value.prototype !== undefined
}

/**
 * An indexer that ignores deletes would show deleted records forever. If that is intended, it needs
 * an empty method.
 */
function isComplete(name: string, methods: IndexerMethods<any>): boolean {
  const has = (method: MethodName) => typeof methods?.[method] === 'function'
  if (has('handle') || has('batch')) return true
  if (name === 'identity') return false
  return has('delete') && (has('put') || (has('create') && has('update')))
}
