import type { Delivery, TapEvent } from '../types.js'

/**
 * A delivery that the pipeline has taken.
 */
export class Job {
  /** How often the handler threw */
  failures = 0
  /** Runs out when the handler is slow, or when the next try is due */
  timer?: NodeJS.Timeout

  constructor(
    readonly key: string,
    public delivery: Delivery
  ) {}

  get event(): TapEvent {
    return this.delivery.event
  }

  /**
   * Whether nothing else of its repo may run beside it. The server itself sends live events one by
   * one; identity events carry no rev that could tell their order later, so it is kept here.
   */
  get isBarrier(): boolean {
    return this.event.type === 'identity' || this.event.live
  }
}

/**
 * Tells a repeated delivery from another event: Tap's ids start again at 1 once its outbox was
 * empty, so an id alone can't.
 */
export function jobKey({ id, event }: Delivery): string {
  return event.type === 'identity'
    ? `${id} ${event.did} ${event.handle} ${event.status}`
    : `${id} ${event.uri} ${event.rev} ${event.action} ${event.cid}`
}
