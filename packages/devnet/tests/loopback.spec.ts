import { once } from 'node:events'
import { createServer, type OutgoingHttpHeaders, request } from 'node:http'
import { test } from '@japa/runner'
import { isFree, takePort } from '@tests/support/ports'
import WebSocket from 'ws'
import { type Devnet, startDevnet } from '../index.js'
import { Listener } from '../src/http/listener.js'
import { devnetFor } from './helpers.js'

const ALLOWED = 'host.docker.internal'

/** Sends a request to a server of the devnet, with a `Host` that `fetch` would not send. */
async function statusOf(url: string, headers: OutgoingHttpHeaders, method = 'GET') {
  const outgoing = request(url, { method, headers, agent: false }).end()
  const [response] = await once(outgoing, 'response')
  response.resume()
  return response.statusCode as number
}

/** HTTP status of an attempt to open a WebSocket; 101 when it opened. */
async function upgradeStatusOf(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers })
  const opened = once(socket, 'open').then(() => 101)
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode)
  const status = await Promise.race([opened, refused])
  socket.on('error', () => {}).terminate()
  return status
}

test.group('Requests of other web pages', (group) => {
  let devnet: Devnet
  let pages: [service: string, url: string][]
  let sockets: [service: string, url: string][]

  group.setup(async () => {
    devnet = await startDevnet({
      accounts: [],
      tap: { adminPassword: '' },
      allowHosts: [ALLOWED],
    })
    const { plc, pds, tap } = devnet
    pages = [
      ['PLC directory', `${plc.url}/_health`],
      ['PDS', `${pds.url}/xrpc/_health`],
      ['Tap', `${tap.url}/health`],
    ]
    sockets = [
      ['PDS', `${pds.url}/xrpc/com.atproto.sync.subscribeRepos`],
      ['Tap', `${tap.url}/channel`],
    ]
    return () => devnet.close()
  })

  for (const host of [
    'evil.example',
    'evil.example:2583',
    '192.168.1.20',
    'localhost.evil.example',
  ]) {
    test(`refuse a request for ${host}`, async ({ assert }) => {
      for (const [service, url] of pages) {
        assert.deepEqual([service, await statusOf(url, { host })], [service, 403])
      }
      for (const [service, url] of sockets) {
        assert.deepEqual([service, await upgradeStatusOf(url, { host })], [service, 403])
      }
    })
  }

  for (const origin of ['https://evil.example', 'http://localhost.evil.example:3000', 'null']) {
    test(`refuse a request from ${origin}`, async ({ assert }) => {
      for (const [service, url] of pages) {
        assert.deepEqual([service, await statusOf(url, { origin }, 'POST')], [service, 403])
        assert.deepEqual([service, await statusOf(url, { origin }, 'OPTIONS')], [service, 403])
      }
      for (const [service, url] of sockets) {
        assert.deepEqual([service, await upgradeStatusOf(url, { origin })], [service, 403])
      }
    })
  }

  const FRIENDS = ['http://127.0.0.1:5173', 'http://localhost:5173', 'http://[::1]:5173']
  for (const origin of [...FRIENDS, 'http://app.localhost:5173', `http://${ALLOWED}:5173`]) {
    test(`accept a request from, and for, ${origin}`, async ({ assert }) => {
      const { host } = new URL(origin)
      for (const [service, url] of pages) {
        assert.deepEqual([service, await statusOf(url, { origin, host })], [service, 200])
      }
      for (const [service, url] of sockets) {
        assert.deepEqual([service, await upgradeStatusOf(url, { origin, host })], [service, 101])
      }
    })
  }

  test('say how to allow a refused request', async ({ assert }) => {
    const response = await fetch(`${devnet.pds.url}/xrpc/_health`, {
      headers: { origin: 'https://evil.example' },
    })

    assert.deepEqual(await response.json(), {
      error: 'HostNotAllowed',
      message:
        'This devnet only accepts requests from this machine, not for or from "evil.example". ' +
        'To allow another host, name it with --allow-host, or in the option "allowHosts".',
    })
  })

  test('allow pages of other local ports to read responses', async ({ assert }) => {
    const response = await fetch(`${devnet.pds.url}/xrpc/com.atproto.server.describeServer`, {
      headers: { origin: 'http://127.0.0.1:5173' },
    })

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
  })

  for (const host of ['http://host.docker.internal', 'host.docker.internal:2583', '', '*']) {
    test(`throw when the allowed host is "${host}"`, async ({ assert }) => {
      await assert.rejects(
        () => startDevnet({ tap: false, allowHosts: [host] }),
        `Invalid host name "${host}"`
      )
    })
  }
})

test.group('Loopback addresses', () => {
  test('listen on 127.0.0.1 and on ::1', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: { adminPassword: '' } })
    const paths: [number, string][] = [
      [devnet.plc.port, '/_health'],
      [devnet.pds.port, '/xrpc/_health'],
      [devnet.tap.port, '/health'],
    ]

    for (const [port, path] of paths) {
      for (const address of ['127.0.0.1', '[::1]', 'localhost']) {
        const { status } = await fetch(`http://${address}:${port}${path}`)
        context.assert.deepEqual([path, address, status], [path, address, 200])
      }
    }
    const channel = `http://[::1]:${devnet.tap.port}/channel`
    context.assert.equal(await upgradeStatusOf(channel, {}), 101)

    await devnet.close()
    for (const [port] of paths) context.assert.isTrue(await isFree(port), String(port))
  })

  for (const service of ['plc', 'pds', 'tap'] as const) {
    test(`throw when the port of the ${service} is in use on ::1 only`, async (context) => {
      const port = await takePort('::1')

      await context.assert.rejects(
        () => startDevnet({ accounts: [], ports: { [service]: port } }),
        new RegExp(`^Cannot start the .+: port ${port} is in use$`)
      )
      context.assert.isTrue(await isFree(port, '127.0.0.1'))
    })
  }

  test('choose a port that is free on 127.0.0.1 and on ::1', async (context) => {
    const taken = await takePort('::1')
    let attempts = 0
    const app = {
      listen(_: number, host: string) {
        return createServer().listen(attempts++ === 0 ? taken : 0, host)
      },
    }

    const listener = await Listener.open({ app, port: 0, service: 'server', interceptors: [] })
    context.cleanup(() => listener.close())

    context.assert.equal(attempts, 2)
    context.assert.isTrue(await isFree(taken, '127.0.0.1'))
  })

  test('treat an upgrade to HTTP/2 as a plain request', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: { adminPassword: '' } })
    const headers = {
      'connection': 'upgrade, http2-settings',
      'upgrade': 'h2c',
      'http2-settings': '',
    }

    for (const url of [`${devnet.pds.url}/xrpc/_health`, `${devnet.tap.url}/health`]) {
      context.assert.equal(await statusOf(url, headers), 200)
    }
  })
})
