import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getActiveTest, test } from '@japa/runner'
import { createHandleResolver } from '../src/handle_resolver.js'
import { createProtocolFetch } from '../src/network.js'
import { createApp } from './helpers.js'

async function serve(listener: RequestListener) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url!)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  getActiveTest()!.cleanup(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const open = { allowPrivateAddresses: true, timeout: 300 }

test.group('Network', () => {
  test('refuse a redirect to {$self} in production')
    .with([
      'https://169.254.169.254',
      'https://127.0.0.1',
      'https://10.0.0.1',
      'https://[::1]',
      'https://[::ffff:127.0.0.1]',
      'https://localhost',
      'http://example.org',
      'did:web:localhost%3A3333',
    ])
    .run(async ({ assert }, input) => {
      const { browser } = await createApp({ config: { network: { allowPrivateAddresses: false } } })
      const response = await browser().fetch(`/login?input=${encodeURIComponent(input)}`)
      assert.equal(response.status, 503)
    })

  test('send no request when a public name resolves to a private address', async ({ assert }) => {
    const { url, requests } = await serve((_, response) => response.end('{}'))
    const fetch = createProtocolFetch({ allowPrivateAddresses: false, timeout: 5_000 })
    await assert.rejects(() => fetch(url.replace('http:', 'https:'), { redirect: 'manual' }))
    await assert.rejects(() => fetch(url, { redirect: 'manual' }))
    assert.isEmpty(requests)
  })

  test('throw when the server {$self}')
    .with(['never answers', 'never ends', 'sends too much'])
    .run(async ({ assert }, behaviour) => {
      const { url } = await serve((_, response) => {
        if (behaviour === 'never answers') return
        response.writeHead(200, { 'content-type': 'application/json' })
        if (behaviour === 'never ends') return void response.write('{')
        const chunk = Buffer.alloc(64 * 1024, ' ')
        for (let sent = 0; sent < 1024 * 1024; sent += chunk.length) response.write(chunk)
        response.end('{}')
      })

      const fetch = createProtocolFetch(open)
      const started = Date.now()
      await assert.rejects(async () => (await fetch(url, { redirect: 'manual' })).json())
      assert.isBelow(Date.now() - started, 5_000)
    })

  test('throw when the resolver does not respond', async ({ assert }) => {
    const resolver = createHandleResolver(
      { ...open, handleResolver: { resolve: () => new Promise(() => {}) } },
      fetch
    )
    await assert.rejects(
      () => Promise.resolve(resolver.resolve('alice.example.com')),
      'Resolving "alice.example.com" took longer than 300 ms'
    )
  })

  test('tell an unknown handle from a failed resolver', async ({ assert }) => {
    let status = 400
    const { url } = await serve((_, response) => response.writeHead(status).end('{"did":"nope"}'))
    const resolver = createHandleResolver({ ...open, handleResolver: url }, fetch)

    assert.isNull(await resolver.resolve('alice.example.com'))
    for (status of [200, 500]) {
      await assert.rejects(
        () => Promise.resolve(resolver.resolve('alice.example.com')),
        `${url} returned ${status} without a DID`
      )
    }
  })
})
