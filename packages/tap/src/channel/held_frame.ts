import { LONG } from '../frames/read_head.js'

/**
 * What is kept of a frame until its turn comes: its text, or the bytes of a large one. Those are
 * outside of V8's heap, where large texts would wait for a full garbage collection, and are freed
 * at once.
 */
export type HeldFrame = string | Buffer<ArrayBuffer>

export function holdFrame(data: Buffer): HeldFrame {
  if (data.length <= LONG) return data.toString()
  return isAlone(data) ? data : copy(data)
}

/** It is empty from now on. */
export function freeFrame(frame: HeldFrame): void {
  if (typeof frame !== 'string') frame.buffer.transfer(0)
}

/** Whether its memory is nobody else's, such as all that was read from the socket with it */
function isAlone(data: Buffer): data is Buffer<ArrayBuffer> {
  return data.length === data.buffer.byteLength
}

function copy(data: Buffer) {
  // The other ways to make a buffer may take a part of a pool, which must not be freed.
  const own = Buffer.allocUnsafeSlow(data.length)
  data.copy(own)
  return own
}
