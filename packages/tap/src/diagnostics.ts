import { type Channel, channel } from 'node:diagnostics_channel'
import type { DeadLetterReason } from './dead_letter.js'
import debug from './debug.js'
import type { FrameHead } from './frame_head.js'

/** What is known about an event, without its record. */
export type EventHead = FrameHead

/**
 * The messages that can be subscribed to, with `subscribe` or as `adonisjs-atproto-tap:<name>` of
 * `node:diagnostics_channel`. Changing a message has no effect.
 */
export interface DiagnosticMessages {
  connected: { address: string }
  disconnected: { address: string; reason: string; help?: string; delay: number }
  done: { event: EventHead; failures: number; duration: number }
  /** An event was handled after failed attempts. */
  succeeded: { event: EventHead; failures: number }
  retry: {
    event: EventHead
    error: unknown
    failures: number
    delay: number
    /** The attempt does not count, because all events fail. */
    isOutage: boolean
  }
  park: { event: EventHead; reason: DeadLetterReason; error: unknown; frame?: string }
  /** An event without an indexer that was over the limits of `unbound`, or could not be kept. */
  drop: { event: EventHead; reason: DeadLetterReason }
  /** A frame without an event and without an id, so it can't be acked. */
  unreadable: { frame: string; error: unknown }
  outage: { error: unknown; cause: 'handlers' | 'dead letters' }
  recovery: { cause: 'handlers' | 'dead letters'; duration: number }
  paused: object
  resumed: object
  stopping: { running: number }
  stopped: { abandoned: number }
}

type Name = keyof DiagnosticMessages
type Message<N extends Name> = DiagnosticMessages[N] & { listener: object }

const PREFIX = 'adonisjs-atproto-tap'
const channels = new Map<Name, Channel>()

function channelOf(name: Name): Channel {
  let found = channels.get(name)
  if (!found) channels.set(name, (found = channel(`${PREFIX}:${name}`)))
  return found
}

/**
 * Publishes the messages of one listener.
 */
export class Diagnostics {
  #listener: object

  constructor(listener: object) {
    this.#listener = listener
  }

  has(name: Name): boolean {
    return channelOf(name).hasSubscribers
  }

  publish<N extends Name>(name: N, message: () => DiagnosticMessages[N]) {
    const found = channelOf(name)
    if (found.hasSubscribers) found.publish({ ...message(), listener: this.#listener })
  }
}

/**
 * Calls `handle` for each message. Its errors are ignored, so that they affect neither the pipeline
 * nor the process.
 *
 * @returns a function that ends the subscription
 */
export function subscribe<N extends Name>(
  name: N,
  handle: (message: Message<N>) => void
): () => void {
  const safely = (message: unknown) => {
    try {
      handle(message as Message<N>)
    } catch (error) {
      debug('a subscriber of "%s" failed: %O', name, error)
    }
  }
  const found = channelOf(name)
  found.subscribe(safely)
  return () => void found.unsubscribe(safely)
}
