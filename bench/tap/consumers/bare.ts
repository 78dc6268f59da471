import { setImmediate } from 'node:timers'
import { WebSocket } from 'ws'
import { Meter } from '../../support/meter.js'
import { readSettings } from '../settings.js'

// The upper limit, without what a client is for: no check, no order, no second connection.
const { url, expected } = readSettings()
const meter = new Meter(expected)
const socket = new WebSocket(`${url.replace('http', 'ws')}/channel`, { perMessageDeflate: false })
let acks: number[] = []

meter.start()
socket.on('message', (data) => {
  const { id } = JSON.parse(data.toString())
  if (acks.push(id) === 1) setImmediate(flush)
  meter.count()
})

function flush() {
  const { _socket: tcp } = socket as unknown as { _socket: { cork(): void; uncork(): void } }
  tcp.cork()
  for (const id of acks) socket.send(`{"type":"ack","id":${id}}`)
  tcp.uncork()
  acks = []
}
