import { createSocket } from 'node:dgram'
import { getServers, setServers } from 'node:dns'
import { once } from 'node:events'
import { getActiveTest } from '@japa/runner'
import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet'

/** Response codes, as numbers: see RFC 1035, section 4.1.1. */
const FAILURES = { SERVFAIL: 2, NXDOMAIN: 3 }

/** The addresses that a name has, or why there are none. Without either, no response. */
export type DnsAnswer = (
  name: string,
  type: 'A' | 'AAAA'
) => string[] | keyof typeof FAILURES | undefined

/** Starts a name server that this process asks, in place of the system's, in the active test. */
export async function startDnsServer(answer: DnsAnswer) {
  const asked: string[] = []
  const socket = createSocket('udp4', (query, sender) => {
    const { id, questions } = decode(query)
    const { name, type } = questions![0] as { name: string; type: 'A' | 'AAAA' }
    asked.push(`${type} ${name}`)
    const found = answer(name, type)
    if (found === undefined) return

    const isFailure = typeof found === 'string'
    const response = encode({
      type: 'response',
      id,
      flags: RECURSION_DESIRED | RECURSION_AVAILABLE | (isFailure ? FAILURES[found] : 0),
      questions,
      answers: isFailure ? [] : found.map((data) => ({ name, type, data, ttl: 0 })),
    })
    socket.send(response, sender.port)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const before = getServers()
  setServers([`127.0.0.1:${socket.address().port}`])
  getActiveTest()!.cleanup(() => {
    setServers(before)
    socket.close()
  })
  return { asked }
}
