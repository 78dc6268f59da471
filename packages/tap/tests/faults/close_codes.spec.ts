import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { startTcpProxy } from '@tests/support/tcp_proxy'
import { until } from '@tests/support/until'
import { STATUS, status } from '../helpers.js'
import { listen } from './listen.js'
import { follow, taps } from './taps.js'

/** All of 1000 to 1013 that an endpoint may send. */
const CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013]

for (const tap of taps) {
  test.group(`Close codes 1000 to 1013, on ${tap.name}`, (group) => {
    group.each.timeout(120_000)
    skipGroup(group, tap.missing)

    test('reconnect after each of them, and handle every event once', async ({ assert }) => {
      const server = await tap.start()
      const { adminPassword } = server
      const [alice] = server.accounts
      const proxy = await startTcpProxy(Number(new URL(server.url).port))
      const { lines, seen, hasSeen } = await listen({ url: proxy.url, adminPassword })
      await follow(server, alice!)

      const written: string[] = []
      const write = async () => {
        const record = await alice!.createRecord(STATUS, status(String(written.length)))
        written.push(record.uri)
        await until(() => hasSeen(record))
      }
      await write()
      for (const code of CODES) {
        proxy.closeWebSockets(code)
        await until(() => lines.some(({ msg }) => msg.includes(`closed with code ${code}`)))
        await write()
      }
      const handled = seen.filter(({ type }) => type === 'record').map(({ uri }) => uri)
      assert.deepEqual(handled, written)
    })
  })
}
