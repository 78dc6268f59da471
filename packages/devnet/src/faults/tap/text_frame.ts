/** The bytes of a server's WebSocket message (RFC 6455, section 5.2). */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([FINAL_TEXT]), lengthOf(payload), payload])
}

const FINAL_TEXT = 0x81

function lengthOf({ length }: Buffer): Buffer {
  if (length < 126) return Buffer.from([length])
  if (length < 2 ** 16) {
    const bytes = Buffer.from([126, 0, 0])
    bytes.writeUInt16BE(length, 1)
    return bytes
  }
  const bytes = Buffer.from([127, 0, 0, 0, 0, 0, 0, 0, 0])
  bytes.writeUInt32BE(length, 5)
  return bytes
}
