/**
 * Reads what a client says on the channel: `{"type":"ack","id":1}`. Anything that is not JSON of that
 * shape ends the connection, like at the real server; another type, or none, is let pass.
 */
export function readClientFrame(text: string): { ack?: number } | 'broken' {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return 'broken'
  }
  if (frame === null) return {}
  if (typeof frame !== 'object' || Array.isArray(frame)) return 'broken'

  const { type = '', id = 0 } = frame as { type?: unknown; id?: unknown }
  if (typeof type !== 'string' || !isUnsignedInteger(id)) return 'broken'
  return type === 'ack' ? { ack: id } : {}
}

function isUnsignedInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}
