import type { FrameHead } from '../frames/types.js'
import type { Delivery } from '../types.js'
import type { AckQueue } from './ack_queue.js'

/**
 * A frame of the channel. A class, since there is one for each event.
 */
export class ChannelDelivery implements Delivery {
  readonly id: string
  readonly frame: string
  readonly head: FrameHead
  readonly weight: number
  readonly error?: Error
  #acks: AckQueue

  constructor(
    frame: string,
    head: FrameHead,
    options: { acks: AckQueue; weight: number; error?: Error }
  ) {
    this.id = head.id!
    this.frame = frame
    this.head = head
    this.weight = options.weight
    this.error = options.error
    this.#acks = options.acks
  }

  ack() {
    this.#acks.add(this.id)
  }

  /** The server sends again what was not acked. */
  release() {}
}
