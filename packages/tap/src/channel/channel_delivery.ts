import type { FrameHead } from '../frame_head.js'
import type { Delivery } from '../types.js'
import type { AckQueue } from './ack_queue.js'
import { freeFrame, type HeldFrame } from './held_frame.js'

/**
 * A frame of the channel. It is a class for speed, because there is one for each event.
 */
export class ChannelDelivery implements Delivery {
  readonly id: string
  readonly head: FrameHead
  readonly weight: number
  readonly error?: Error
  #frame: HeldFrame
  #acks: AckQueue

  constructor(frame: HeldFrame, head: FrameHead, acks: AckQueue, bytes: number, error?: Error) {
    this.id = head.id!
    this.#frame = frame
    this.head = head
    // A string with characters beyond ASCII takes two bytes per character.
    this.weight = error || frame.length === bytes ? bytes : frame.length * 2
    this.error = error
    this.#acks = acks
  }

  get frame(): string {
    return this.#frame.toString()
  }

  ack() {
    this.#free()
    this.#acks.add(this.id)
  }

  /** The server sends unacked events again. */
  release() {
    this.#free()
  }

  #free() {
    freeFrame(this.#frame)
    this.#frame = ''
  }
}
