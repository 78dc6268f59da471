import type { DeadLetterReason } from '../dead_letter.js'
import { E_TAP_INVALID_RECORD } from '../errors.js'
import type { Job } from '../pipeline/job.js'
import { DONE, type Result } from '../pipeline/outcome.js'
import type { Step } from '../pipeline/step.js'
import type { TapEvent } from '../types.js'
import { Batcher } from './batcher.js'
import type { BoundIndexer, Container, MethodName } from './bound_indexer.js'
import { loadIndexer } from './load_indexer.js'
import type { Binding, IndexerRegistry } from './registry.js'
import type { UnboundEvents } from './unbound_events.js'

export interface DispatcherDependencies {
  registry: IndexerRegistry
  container: Container
  unbound: Pick<UnboundEvents, 'keeps'>
  batchSize: number
  handlerTimeout: number
}

type RecordEvent = Exclude<TapEvent, { type: 'identity' }>

/**
 * Passes an event to the indexer that is bound to it, and returns the result.
 */
export class Dispatcher implements Step {
  #dependencies: DispatcherDependencies
  #batchers = new Map<Binding, Batcher>()

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies
  }

  run(event: TapEvent, job: Job): Result | Promise<Result> {
    const binding = this.#dependencies.registry.find(event)
    if (!binding) return refuse('unbound', `No indexer is bound to ${nameOf(event)}`)
    // Importing for each event would be slow, so only the first import is awaited.
    if (binding.loaded && !binding.isReloaded) {
      return this.#dispatch(event, job, binding, binding.loaded)
    }
    return loadIndexer(binding).then(
      (indexer) => this.#dispatch(event, job, binding, indexer),
      (error) => ({ kind: 'failed', error })
    )
  }

  slotsOf({ head }: Job) {
    const binding =
      head.type &&
      this.#dependencies.registry.find({ type: head.type, collection: head.collection })
    const batcher = binding && this.#batcherOf(binding)
    return batcher && { slots: batcher.slots, perRepo: batcher.size }
  }

  keeps(job: Job, reason: DeadLetterReason): boolean {
    // A letter was counted when it was stored. Retrying must not drop it.
    if (reason !== 'unbound' || job.delivery.letter) return true
    return this.#dependencies.unbound.keeps(job)
  }

  #dispatch(
    event: TapEvent,
    job: Job,
    binding: Binding,
    indexer: BoundIndexer
  ): Result | Promise<Result> {
    try {
      return this.#handle(binding.validate(event), job, binding, indexer)
    } catch (error) {
      if (error instanceof E_TAP_INVALID_RECORD) {
        return this.#handleInvalid(event as RecordEvent, job, binding, indexer, error)
      }
      return { kind: 'failed', error }
    }
  }

  #handle(
    event: TapEvent,
    job: Job,
    binding: Binding,
    indexer: BoundIndexer
  ): Result | Promise<Result> {
    if (indexer.hasBatch) return this.#batcherOf(binding)!.add(event, job)
    const method = event.type === 'identity' ? 'handle' : indexer.methodFor(event.action)
    return this.#call(indexer, method, event)
  }

  /**
   * An invalid record is not passed to a handler. But if an update made it invalid, its row must
   * not show the old content any longer.
   */
  #handleInvalid(
    event: RecordEvent,
    job: Job,
    binding: Binding,
    indexer: BoundIndexer,
    error: Error
  ): Result | Promise<Result> {
    const refused: Result = { kind: 'refused', reason: 'invalid', error }
    if (indexer.has('invalid')) {
      return this.#call(indexer, 'invalid', Object.assign(event, { error }))
    }
    if (event.action !== 'update') return refused

    const deletion = Object.assign(Object.create(Object.getPrototypeOf(event)), event, {
      action: 'delete',
      record: undefined,
      cid: undefined,
    })
    const result = this.#handle(deletion, job, binding, indexer)
    const conclude = (value: Result) => (value.kind === 'done' ? refused : value)
    return result instanceof Promise ? result.then(conclude) : conclude(result)
  }

  #call(indexer: BoundIndexer, method: MethodName, value: unknown): Result | Promise<Result> {
    try {
      const returned = indexer.call(this.#dependencies.container, method, value) as any
      if (typeof returned?.then !== 'function') return DONE
      return Promise.resolve(returned).then(toDone, toFailure)
    } catch (error) {
      return toFailure(error)
    }
  }

  #batcherOf(binding: Binding): Batcher | undefined {
    if (!binding.loaded?.hasBatch) return undefined
    let batcher = this.#batchers.get(binding)
    if (!batcher) {
      const { container, batchSize, handlerTimeout } = this.#dependencies
      batcher = new Batcher({
        size: binding.loaded.batchSize ?? batchSize,
        timeout: handlerTimeout,
        call: (events) => binding.loaded!.call(container, 'batch', events),
      })
      this.#batchers.set(binding, batcher)
    }
    return batcher
  }
}

function toDone(): Result {
  return DONE
}

function toFailure(error: unknown): Result {
  return { kind: 'failed', error }
}

function refuse(reason: DeadLetterReason, error: string): Result {
  return { kind: 'refused', reason, error }
}

function nameOf(event: TapEvent) {
  return event.type === 'identity' ? 'identity events' : event.collection
}
