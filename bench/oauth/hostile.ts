import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { databases } from '@tests/support/databases'
import { createFolder } from '../support/folder.js'
import type { Line } from '../support/line.js'
import { startHostileServers } from './hostile_servers.js'
import type { HostileResult } from './hostile_visitors.js'

const TIMES = 10_000

/** Visitors who sign in at servers of their own, with documents of any size. */
export function createHostileLine(): Line {
  return {
    name: '10,000 hostile sign-ins, 480 KB documents, distinct hosts',
    async measure() {
      const connection = await databases[0]!.create()
      const { server, port } = await startHostileServers()
      const child = fork(
        fileURLToPath(new URL('hostile_visitors.ts', import.meta.url)),
        [JSON.stringify({ folder: createFolder(), connection, port, times: TIMES })],
        { execArgv: ['--import=@poppinss/ts-exec', '--expose-gc'] }
      )
      const result = await new Promise<HostileResult>((resolve, reject) => {
        child.on('message', (message: any) => message.hostile && resolve(message.hostile))
        void once(child, 'exit').then(() => reject(new Error('The app under attack ended')))
      })
      child.kill('SIGKILL')
      server.closeAllConnections()
      server.close()
      return [
        {
          label: 'memory kept',
          unit: ' MB',
          before: 'over 1 GB',
          bound: { atMost: 50 },
          values: [result.kept],
        },
        {
          label: 'process at its largest, beside honest sign-ins',
          unit: ' MB',
          before: 'over 1 GB',
          bound: { atMost: 50 },
          values: [result.largest],
        },
        {
          label: 'process at rest, beside the first 1,000',
          unit: ' MB',
          before: 'over 1 GB',
          bound: { atMost: 50 },
          values: [result.grown],
        },
        {
          label: 'rows of one address',
          before: '10,000',
          bound: { atMost: 100 },
          values: [result.rows],
        },
        {
          label: "another visitor's sign-ins lost",
          bound: { exactly: 0 },
          values: [result.othersLost],
        },
      ]
    },
  }
}
