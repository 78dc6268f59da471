import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { runConsumer } from '../support/consumer.js'
import type { Line } from '../support/line.js'
import { median } from '../support/stats.js'
import { createFrame } from './backlog.js'
import { type TapSettings, WORKER } from './settings.js'

const EVENTS = 400

/** The time from the server's write to the handler, for events that come one at a time. */
export function createIdleLatency(): Line {
  return {
    name: 'latency of one event when idle, beside the official client',
    async measure(pairs) {
      const differences: number[] = []
      for (let pair = 0; pair < pairs; pair++) {
        differences.push((await run('ours')) - (await run('official')))
      }
      return [{ label: 'p50', unit: ' ms', bound: { atMost: 0.1 }, values: differences }]
    },
  }
}

async function run(client: 'ours' | 'official'): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', async (socket) => {
    for (let number = 1; number <= EVENTS; number++) {
      await sleep(5)
      const sentAt = performance.timeOrigin + performance.now()
      socket.send(JSON.stringify(createFrame(number, { repos: 1, live: true, sentAt })))
    }
  })
  const { port } = server.address() as AddressInfo
  const settings: TapSettings = {
    url: `http://127.0.0.1:${port}`,
    expected: EVENTS,
    work: { kind: 'nothing' },
  }
  const file = new URL(`consumers/${client}.ts`, import.meta.url)
  const { latencies } = await runConsumer(file, settings, client === 'ours' ? WORKER : {})
  server.close()
  return median(latencies)
}
