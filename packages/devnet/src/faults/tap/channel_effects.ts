import type { ChannelEffect } from './channel_fault.js'
import { textFrame } from './text_frame.js'
import type { SentEvent } from './types.js'

/** Half of the frame is sent, then the connection ends. */
export const cutFrame: ChannelEffect = {
  send({ socket }, { data }, fault) {
    if (!fault.hit()) return false
    const frame = textFrame(data)
    socket.end(frame.subarray(0, Math.ceil(frame.length / 2)))
    return true
  },
}

export const loseAcks: ChannelEffect = { loseAck: (fault) => fault.hit() }

/** Events are sent when the fault ends. */
export function holdEvents(send: (event: SentEvent) => void): ChannelEffect {
  return {
    send(_, event, fault) {
      if (!fault.hit()) return false
      fault.atEnd(() => send(event))
      return true
    },
  }
}
