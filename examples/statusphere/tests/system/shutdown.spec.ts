import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { test } from '@japa/runner'
import { freePort } from '@tests/support/ports'
import { NodeProcess } from '@tests/support/processes'

test.group('On SIGTERM', () => {
  test('exit although open pages listen and clients are busy', async ({ assert }) => {
    const port = String(await freePort())
    const web = NodeProcess.forTest([...process.execArgv, 'bin/server.ts'], {
      env: { PORT: port, APP_URL: `http://127.0.0.1:${port}`, TAP_LISTEN: 'false' },
    })
    await web.listens()

    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const request = async (path: string, options = {}) => {
      const [response] = await once(get({ port, host: '127.0.0.1', path, ...options }), 'response')
      return response
    }
    const streams = await Promise.all(
      Array.from({ length: 3 }, () => request(`/__transmit/events?uid=${crypto.randomUUID()}`))
    )
    for (const stream of streams) stream.resume()

    const statuses: number[] = []
    const busy = (async () => {
      for (;;) {
        const response = await request('/live/feed', { agent })
        await response.toArray()
        statuses.push(response.statusCode)
        if (statuses.length === 5) web.child.kill('SIGTERM')
      }
    })()
    await assert.rejects(() => busy)
    const { exitCode } = await web.ended
    assert.equal(exitCode, 0)
    assert.deepEqual([...new Set(statuses)], [200])
  }).timeout(60_000)
})
