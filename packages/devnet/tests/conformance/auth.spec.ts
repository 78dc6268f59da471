import { once } from 'node:events'
import { test } from '@japa/runner'
import { WebSocket } from 'ws'
import { useNetwork } from './network.js'
import { tapFor, type TapUnderTest } from './tap_under_test.js'

const REFUSAL = {
  error: 'Unauthorized',
  message: 'atproto admin auth required, but missing or incorrect password',
}

const ROUTES = [
  'GET /health',
  'POST /repos/add',
  'POST /repos/remove',
  'GET /resolve/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
  'GET /info/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
  'GET /stats/repo-count',
  'GET /stats/record-count',
  'GET /stats/outbox-buffer',
  'GET /stats/resync-buffer',
  'GET /stats/cursors',
  'GET /channel',
  'GET /nothing',
  'DELETE /health',
]

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

/** Status of an attempt to open the channel; 101 when it opened. */
async function upgrade(tap: TapUnderTest, authorization?: string): Promise<number> {
  const url = `${tap.url.replace(/^http/, 'ws')}/channel`
  const socket = new WebSocket(url, authorization ? { headers: { authorization } } : {})
  const opened = once(socket, 'open').then(() => 101)
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode)
  const code = await Promise.race([opened, refused])
  socket.on('error', () => {}).terminate()
  return code
}

test.group('Conformance | auth', (group) => {
  const network = useNetwork(group)

  test('require the password on every route, existing or not', async (context) => {
    const tap = await tapFor(context, network.devnet, { adminPassword: 'open: sesame' })

    for (const route of ROUTES) {
      const [method, path] = route.split(' ') as [string, string]
      const response = await fetch(tap.url + path, { method })

      context.assert.deepEqual([route, response.status], [route, 401])
      context.assert.deepEqual(await response.json(), REFUSAL)
      context.assert.equal(response.headers.get('content-type'), 'application/json')
      context.assert.match(response.headers.get('www-authenticate')!, /^Basic realm="admin"/)
    }
    const welcome = await tap.request('/health')
    context.assert.equal(welcome.status, 200)
  })

  test('refuse other users and passwords', async (context) => {
    const tap = await tapFor(context, network.devnet, { adminPassword: 'open: sesame' })
    const headers = [
      basic('admin:wrong'),
      basic('root:open: sesame'),
      basic('admin:open'),
      basic('admin'),
      'Bearer open: sesame',
      'open: sesame',
    ]

    for (const authorization of headers) {
      const response = await fetch(`${tap.url}/health`, { headers: { authorization } })
      context.assert.deepEqual(
        [authorization, response.status, await upgrade(tap, authorization)],
        [authorization, 401, 401]
      )
    }
  })

  test('require the password for the channel', async (context) => {
    const tap = await tapFor(context, network.devnet, { adminPassword: 'open: sesame' })

    context.assert.equal(await upgrade(tap), 401)
    context.assert.equal(await upgrade(tap, basic('admin:open: sesame')), 101)
  })

  test('ignore credentials when there is no password', async (context) => {
    const tap = await tapFor(context, network.devnet)

    const response = await fetch(`${tap.url}/health`, {
      headers: { authorization: basic('admin:whatever') },
    })

    context.assert.equal(response.status, 200)
    context.assert.equal(await upgrade(tap), 101)
  })
})
