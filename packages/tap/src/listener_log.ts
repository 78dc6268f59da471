import type { Logger } from '@adonisjs/core/logger'
import type { ChannelHooks } from './channel/channel.js'
import type { CloseReason } from './channel/close_reason.js'
import type { DispatcherHooks } from './indexers/dispatcher.js'
import type { ResolvedTapConfig, TapEvent } from './types.js'

/**
 * How much of a frame or record goes into a log line. Records are a few hundred bytes; what is
 * longer can be read at its account's own server.
 */
const EXCERPT = 8 * 1024

/**
 * Everything that listening has to say, in one place: one line for each change of state, and all
 * that is needed to find an event that was set aside.
 */
export class ListenerLog implements ChannelHooks, DispatcherHooks {
  #logger: Logger
  #address: string

  constructor(logger: Logger, config: Pick<ResolvedTapConfig, 'url'>) {
    this.#logger = logger
    this.#address = config.url.origin
  }

  onConnected() {
    this.#logger.info(`tap: connected to ${this.#address}`)
  }

  onDisconnected({ text, help }: CloseReason, delay: number) {
    this.#logger.warn(
      `tap: no connection to ${this.#address} (${text})${help ? `: ${help}` : ''}. Retrying in ${delay} ms`
    )
  }

  onUnreadable(text: string, id: string | undefined, error: Error) {
    this.#logger.error(
      { id, bytes: Buffer.byteLength(text), frame: excerpt(text), err: error },
      id === undefined
        ? 'tap: dropped an invalid frame without an id'
        : 'tap: acked an event that cannot be read; only this line holds it'
    )
  }

  onRejected(event: TapEvent, error: Error) {
    const { record, ...where } = event as TapEvent & { record?: unknown }
    this.#logger.warn(
      { ...where, record: excerpt(JSON.stringify(record)) },
      `tap: ${describe(event)} was acked without being indexed. ${error.message}`
    )
  }

  onUnbound(collection: string) {
    this.#logger.warn(
      `tap: events of ${collection} are acked and dropped, because no indexer is bound to it. Bind one in start/tap.ts, or remove it from the server's TAP_COLLECTION_FILTERS`
    )
  }

  onFailure(event: TapEvent, error: unknown, failures: number, delay: number) {
    this.#logger.error(
      { err: error, failures },
      `tap: the indexer failed on ${describe(event)}. Retrying in ${delay} ms; later events of this repo wait`
    )
  }

  onRecovery(event: TapEvent, failures: number) {
    this.#logger.info(
      { failures },
      `tap: indexed ${describe(event)} after ${failures} failed ${failures === 1 ? 'attempt' : 'attempts'}`
    )
  }

  onSlow(event: TapEvent) {
    this.#logger.warn(
      `tap: the indexer is still busy with ${describe(event)} after 30 s. It blocks its repo and occupies one concurrency slot`
    )
  }

  onStopping(running: number) {
    this.#logger.info(
      `tap: stopping, ${running} running ${running === 1 ? 'handler' : 'handlers'} to finish`
    )
  }

  onStopped(abandoned: number) {
    if (abandoned === 0) return this.#logger.info('tap: stopped')
    this.#logger.warn(
      `tap: stopped with ${abandoned} ${abandoned === 1 ? 'handler' : 'handlers'} still running after "drainTimeout"; their events will be sent again`
    )
  }
}

function describe(event: TapEvent) {
  return event.type === 'identity' ? `identity of ${event.did}` : `${event.action} of ${event.uri}`
}

function excerpt(text: string | undefined) {
  return text && text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text
}
