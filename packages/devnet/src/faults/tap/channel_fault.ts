import { ActiveFault } from '../active_fault.js'
import type { ChannelClient, SentEvent } from './types.js'

/** What a fault does to the traffic of Tap's channel. */
export interface ChannelEffect {
  /** @returns true when the event was dealt with, and is not sent as usual */
  send?: (client: ChannelClient, event: SentEvent, fault: ChannelFault) => boolean
  /** @returns true when the acknowledgement is ignored */
  loseAck?: (fault: ChannelFault) => boolean
}

export class ChannelFault extends ActiveFault {
  readonly effect: ChannelEffect

  constructor(effect: ChannelEffect, times?: number) {
    super(times)
    this.effect = effect
  }
}
