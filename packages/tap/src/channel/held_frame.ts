import { LONG } from '../frames/read_head.js'

/**
 * A frame that waits for its turn: its text, or the bytes if it is large. Bytes are outside of V8's
 * heap and are freed immediately; large texts would stay until a full garbage collection.
 */
export type HeldFrame = string | Buffer<ArrayBuffer>

export function holdFrame(data: Buffer): HeldFrame {
  if (data.length <= LONG) return data.toString()
  return isAlone(data) ? data : copy(data)
}

/** The frame is empty from now on. */
export function freeFrame(frame: HeldFrame): void {
  if (typeof frame !== 'string') frame.buffer.transfer(0)
}

/** Whether the buffer does not share its memory, for example with other data from the socket. */
function isAlone(data: Buffer): data is Buffer<ArrayBuffer> {
  return data.length === data.buffer.byteLength
}

function copy(data: Buffer) {
  // Other ways to create a buffer may use a pool, which must not be freed.
  const own = Buffer.allocUnsafeSlow(data.length)
  data.copy(own)
  return own
}
