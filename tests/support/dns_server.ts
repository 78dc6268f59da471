import { createSocket } from 'node:dgram'
import { getServers, setServers } from 'node:dns'
import { once } from 'node:events'

/** Types of DNS records, as numbers: see RFC 1035, section 3.2.2, and RFC 3596 */
const TYPES = { A: 1, AAAA: 28 }
const HEADER = 12
const RESPONSE = 0x8180
const FAILURES = { SERVFAIL: 2, NXDOMAIN: 3 }

/** The data of the records that a name has, or why there are none. Without either, no response. */
export type DnsAnswer = (
  name: string,
  type: keyof typeof TYPES
) => Buffer[] | keyof typeof FAILURES | undefined

/**
 * A name server that this process asks, in place of the system's, until it is closed.
 */
export async function startDnsServer(answer: DnsAnswer) {
  const asked: string[] = []
  const socket = createSocket('udp4', (query, sender) => {
    const { name, type, end } = questionOf(query)
    const typeName = type === TYPES.A ? 'A' : 'AAAA'
    asked.push(`${typeName} ${name}`)
    const found = answer(name, typeName)
    if (found === undefined) return

    const records = typeof found === 'string' ? [] : found.map((data) => recordOf(type, data))
    const header = Buffer.from(query.subarray(0, HEADER))
    header.writeUInt16BE(RESPONSE | (typeof found === 'string' ? FAILURES[found] : 0), 2)
    header.writeUInt16BE(records.length, 6)
    header.fill(0, 8)
    socket.send(Buffer.concat([header, query.subarray(HEADER, end), ...records]), sender.port)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const before = getServers()
  setServers([`127.0.0.1:${socket.address().port}`])

  return {
    asked,
    close() {
      setServers(before)
      socket.close()
    },
  }
}

function questionOf(query: Buffer) {
  const labels: string[] = []
  let at = HEADER
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** Its name points to the question's. It must not be cached. */
function recordOf(type: number, data: Buffer) {
  const record = Buffer.alloc(12)
  record.writeUInt16BE(0xc000 | HEADER, 0)
  record.writeUInt16BE(type, 2)
  record.writeUInt16BE(1, 4)
  record.writeUInt16BE(data.length, 10)
  return Buffer.concat([record, data])
}
