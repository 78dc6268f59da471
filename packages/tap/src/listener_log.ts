import type { Logger } from '@adonisjs/core/logger'
import { type DiagnosticMessages, type EventHead, subscribe } from './diagnostics.js'

/**
 * How much of a frame is logged. Most records have a few hundred bytes. Longer ones can be read on
 * the account's server.
 */
const EXCERPT = 8 * 1024

/** Without filters on the server, collections can be anything. */
const MAX_COLLECTIONS = 100

type Name = keyof DiagnosticMessages
type Lines = { [N in Name]?: (message: DiagnosticMessages[N]) => void }

/**
 * All log lines of a listener: one for each change of state, and one for each dead letter.
 */
export class ListenerLog {
  #logger: Logger
  #listener: object
  #isKept: boolean
  #warned = new Set<string>()
  #subscriptions: (() => void)[] = []

  constructor(logger: Logger, listener: object, isKept: boolean) {
    this.#logger = logger
    this.#listener = listener
    this.#isKept = isKept
  }

  start() {
    for (const [name, write] of Object.entries(this.#lines) as [Name, (message: any) => void][]) {
      const end = subscribe(name, (message) => {
        if (message.listener === this.#listener) write(message)
      })
      this.#subscriptions.push(end)
    }
  }

  stop() {
    for (const end of this.#subscriptions.splice(0)) end()
  }

  #lines: Lines = {
    connected: ({ address }) => this.#logger.info(`tap: connected to ${address}`),

    disconnected: ({ address, reason, help, delay }) =>
      this.#logger.warn(
        `tap: no connection to ${address} (${reason})${help ? `: ${help}` : ''}. Retrying in ${delay} ms`
      ),

    unreadable: ({ frame, error }) =>
      this.#logger.error(
        { bytes: Buffer.byteLength(frame), frame: excerpt(frame), err: error },
        'tap: dropped an invalid frame without an id'
      ),

    retry: ({ event, error, failures, delay, isOutage }) => {
      if (isOutage) return
      this.#logger.error(
        { err: error, failures },
        `tap: the indexer failed on ${describe(event)}. Retrying in ${delay} ms; later events of this repo wait`
      )
    },

    succeeded: ({ event, failures }) =>
      this.#logger.info(
        { failures },
        `tap: indexed ${describe(event)} after ${failures} failed ${failures === 1 ? 'attempt' : 'attempts'}`
      ),

    park: ({ event, reason, error, frame }) => {
      const what = `${describe(event)} (${reason}): ${messageOf(error)}`
      this.#logger.error(
        { ...event, uri: uriOf(event), reason, ...(!this.#isKept && { frame: excerpt(frame) }) },
        this.#isKept
          ? `tap: stored a dead letter of ${what}`
          : `tap: acknowledged and dropped ${what}. Set "deadLetters" in config/tap.ts to keep such events`
      )
    },

    drop: ({ event }) => {
      const name = event.collection ?? 'identity'
      if (this.#warned.has(name) || this.#warned.size >= MAX_COLLECTIONS) return
      this.#warned.add(name)
      this.#logger.warn(
        `tap: events of ${name} are acknowledged and dropped, because no indexer is bound to it. Bind one in start/tap.ts, or remove it from the server's TAP_COLLECTION_FILTERS`
      )
    },

    outage: ({ error, cause }) =>
      this.#logger.error(
        { err: error },
        cause === 'handlers'
          ? 'tap: every indexer fails. Events wait until one succeeds; none becomes a dead letter'
          : 'tap: dead letters cannot be stored. Failed events wait until they can'
      ),

    recovery: ({ cause, duration }) =>
      this.#logger.info(
        `tap: ${cause === 'handlers' ? 'indexers' : cause} work again after ${Math.round(duration / 1000)} s`
      ),

    stopping: ({ running }) =>
      this.#logger.info(
        `tap: stopping, ${running} running ${running === 1 ? 'handler' : 'handlers'} to finish`
      ),

    stopped: ({ abandoned }) => {
      if (abandoned === 0) return this.#logger.info('tap: stopped')
      this.#logger.warn(
        `tap: stopped with ${abandoned} ${abandoned === 1 ? 'handler' : 'handlers'} still running after "drainTimeout"; their events will be sent again`
      )
    },
  }
}

function describe(event: EventHead) {
  if (event.type === 'identity') return `identity of ${event.did}`
  return event.type ? `${event.action} of ${uriOf(event)}` : 'an event that cannot be read'
}

function uriOf({ type, did, collection, rkey }: EventHead) {
  return type === 'record' ? `at://${did}/${collection}/${rkey}` : undefined
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : String(error)
}

function excerpt(text: string | undefined) {
  return text && text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text
}
