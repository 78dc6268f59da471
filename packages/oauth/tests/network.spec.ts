import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { mock } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { getActiveTest, test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { defineConfig, stores } from '../index.js'
import { createCache } from '../src/caches.js'
import { createClients } from '../src/client.js'
import { createHandleResolver } from '../src/handle_resolver.js'
import { createProtocolFetch } from '../src/network.js'
import { withSendDeadline } from '../src/send_deadline.js'
import { createApp, networkOf, shareDevnet } from './helpers.js'

async function serve(listener: RequestListener) {
  const requests: string[] = []
  const { url } = await startHttpServer((request, response) => {
    requests.push(request.url!)
    listener(request, response)
  })
  return { url, requests }
}

/** What the library wants of an authorization server. */
const serverMetadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  require_pushed_authorization_requests: true,
  client_id_metadata_document_supported: true,
  protected_resources: [issuer],
})

const open = { allowPrivateAddresses: true, timeout: 300 }

test.group('Network', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

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
    .with(['never responds', 'never ends', 'sends too much'])
    .run(async ({ assert }, behaviour) => {
      const { url } = await serve((_, response) => {
        if (behaviour === 'never responds') return
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

  test('wait at most three seconds for a handle, whatever the timeout of the config', async ({
    assert,
  }) => {
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const resolver = createHandleResolver(
        { timeout: 10_000, handleResolver: { resolve: () => new Promise(() => {}) } },
        fetch
      )
      let error: Error | undefined
      const resolved = Promise.resolve(resolver.resolve('alice.example.com'))
      const waited = resolved.catch((thrown) => (error = thrown))

      mock.timers.tick(2_999)
      await setImmediate()
      assert.isUndefined(error)
      mock.timers.tick(1)
      await waited
      assert.equal(error!.message, 'Resolving "alice.example.com" took longer than 3000 ms')
    } finally {
      mock.timers.reset()
    }
  })

  test('distinguish an unknown handle from a failed resolver', async ({ assert }) => {
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

  test('read metadata documents of 60 KB, and none of 70 KB', async ({ assert }) => {
    const config = { network: networkOf(devnet) }

    devnet.faults.padDocuments(60_000)
    const { browser } = await createApp({ config })
    assert.equal((await browser().fetch('/login?input=alice.test')).status, 302)

    await devnet.faults.restoreAll()
    devnet.faults.padDocuments(70_000)
    const other = await createApp({ config })
    assert.equal((await other.browser().fetch('/login?input=alice.test')).status, 503)
  })

  test('reach the addresses of the config on a private network, and no other', async ({
    assert,
  }) => {
    const documents = devnet.faults.watch('didDocument')
    const metadata = devnet.faults.watch('metadata')
    const network = { ...networkOf(devnet), allowPrivateAddresses: false }
    const { browser } = await createApp({ config: { network } })

    const response = await browser().fetch('/login?input=alice.test')

    assert.equal(response.status, 503)
    assert.isAbove(documents.hits, 0)
    assert.equal(metadata.hits, 0)
  })

  test('follow no redirect to read a document', async ({ assert }) => {
    const target = await serve((_, response) => response.end('{}'))
    const { url } = await serve((_, response) =>
      response.writeHead(302, { location: target.url }).end()
    )
    const fetch = createProtocolFetch(open)

    await assert.rejects(() => fetch(url))
    await assert.rejects(() => fetch(url, { redirect: 'follow' }))
    await assert.rejects(() => fetch(new Request(url)))
    assert.equal((await fetch(url, { redirect: 'manual' })).status, 302)
    assert.isEmpty(target.requests)
  })

  test('do not send a form to the target of a redirect', async ({ assert }) => {
    const thief = await serve((_, response) => response.end('{}'))
    const { url, requests } = await serve((_, response) =>
      response.writeHead(307, { location: thief.url }).end()
    )
    const fetch = createProtocolFetch(open)

    await assert.rejects(() =>
      fetch(new Request(url, { method: 'POST', body: 'refresh_token=secret' }))
    )

    assert.lengthOf(requests, 1)
    assert.isEmpty(thief.requests)
  })

  test('end all forms of one refresh together, and send none after that', async ({ assert }) => {
    const { url, requests } = await serve(() => {})
    const fetch = createProtocolFetch({ allowPrivateAddresses: true, timeout: 20_000 })
    const send = () => fetch(new Request(url, { method: 'POST', body: 'refresh_token=secret' }))

    await assert.rejects(() =>
      withSendDeadline(performance.now() + 1_000, async () => {
        await assert.rejects(send)
        return send()
      })
    )

    assert.lengthOf(requests, 1)
  })

  const post = (url: string) => {
    const fetch = createProtocolFetch({ allowPrivateAddresses: true, timeout: 20_000 })
    const headers = { dpop: randomUUID() }
    return fetch(new Request(url, { method: 'POST', headers, body: 'refresh_token=secret' }))
  }

  test('send nothing when the process stopped before it could, for longer than the deadline', async ({
    assert,
  }) => {
    const { url, requests } = await serve((_, response) => response.end('{}'))
    await assert.rejects(() => withSendDeadline(performance.now() - 1, () => post(url)))
    assert.isEmpty(requests)
  })

  test('send nothing on a connection that was made after the deadline', async ({ assert }) => {
    const { url, requests } = await serve((_, response) => response.end('{}'))
    const now = performance.now.bind(performance)
    getActiveTest()!.cleanup(() => void (performance.now = now))

    await assert.rejects(() =>
      withSendDeadline(now() + 5_000, () => {
        const response = post(url)
        performance.now = () => now() + 5_000
        return response
      })
    )

    assert.isEmpty(requests)
  })

  test('read a response that came while the process was stopped for longer than the deadline', async ({
    assert,
  }) => {
    const { url } = await serve((_, response) => {
      response.end('{}')
      // Server and client stop here, with the response on its way.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    })

    const text = await withSendDeadline(performance.now() + 300, async () => {
      return (await post(url)).text()
    })

    assert.equal(text, '{}')
  })

  test('use the fetch that the app gives for each kind of address', async ({ assert }) => {
    const seen = { operator: '', strangers: '', resources: '' }
    const record = (kind: keyof typeof seen): typeof globalThis.fetch => {
      return (input, init) => {
        seen[kind] += `${new URL(input instanceof Request ? input.url : input).pathname} `
        return fetch(input, init)
      }
    }
    const { browser } = await createApp({
      config: {
        network: {
          ...networkOf(devnet),
          fetch: {
            operator: record('operator'),
            strangers: record('strangers'),
            resources: record('resources'),
          },
        },
      },
    })
    const firefox = browser()
    await firefox.signIn(devnet, devnet.accounts[0])
    await firefox.json('/write')

    assert.match(seen.operator, /resolveHandle .*did%3Aplc/)
    assert.match(seen.strangers, /oauth-authorization-server .*\/oauth\/par .*\/oauth\/token/)
    assert.match(seen.resources, /com.atproto.repo.createRecord/)
    assert.notInclude(seen.strangers, 'resolveHandle')
    assert.notInclude(seen.operator, 'oauth')
  })

  test('keep the connections of strangers for 500 requests, and no longer', async ({ assert }) => {
    const sockets = new Set<unknown>()
    const { url } = await serve(({ socket }, response) => {
      sockets.add(socket)
      response.end('{}')
    })
    const fetch = createProtocolFetch({ allowPrivateAddresses: true, timeout: 5_000 })
    const send = async (count: number) => {
      for (let sent = 0; sent < count; sent++) await (await fetch(url)).text()
    }

    await send(499)
    const opened = sockets.size
    assert.isBelow(opened, 5)
    await send(1)
    assert.equal(sockets.size, opened + 1)
  })

  function collectNewObjects() {
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')({ type: 'minor', execution: 'sync' })
  }

  test('keep no part of a response once its document was read', async ({ assert }) => {
    const { url } = await serve((_, response) => response.end(' '.repeat(60 * 1024)))
    const fetch = createProtocolFetch({ allowPrivateAddresses: true, timeout: 5_000 })
    const read = async () => {
      for (let count = 0; count < 50; count++) await (await fetch(url)).text()
      // What survives two collections of new objects stays until all memory is collected.
      for (let count = 0; count < 3; count++) collectNewObjects()
      await setImmediate()
      return process.memoryUsage().arrayBuffers
    }
    const before = await read()

    assert.isBelow((await read()) - before, 50 * 30 * 1024)
  })

  const hostile = `[${Array(20_000).fill('[]').join()}]`

  function collectGarbage() {
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')()
    return process.memoryUsage().heapUsed
  }

  test('hold a bounded amount of memory for documents of strangers', ({ assert }) => {
    const cache = createCache<object>(60_000, 8)
    const before = collectGarbage()

    for (let host = 0; host < 500; host++) {
      cache.set(`https://${host}.example`, JSON.parse(`{"a":${hostile}}`))
    }

    assert.isBelow(collectGarbage() - before, 30 * 1024 * 1024)
    assert.isDefined(cache.get('https://499.example'))
    assert.isUndefined(cache.get('https://0.example'))
  })

  test('hold a bounded amount of memory for the servers that visitors name', async ({ assert }) => {
    const scopes = Array.from({ length: 9_000 }, (_, index) => index.toString(36))
    const strangers: typeof fetch = async (input) => {
      const { origin, pathname } = new URL(input instanceof Request ? input.url : input)
      const document = pathname.endsWith('/oauth-protected-resource')
        ? { resource: origin, authorization_servers: [origin] }
        : serverMetadata(origin)
      const body = JSON.stringify({ ...document, scopes_supported: scopes })
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    }
    const config = defineConfig({
      appUrl: 'http://127.0.0.1:3333',
      stores: stores.memory(),
      network: { fetch: { strangers } },
    })
    const { shared } = await createClients(await config.resolver({ inProduction: false } as any))
    const visit = async (from: number, to: number) => {
      for (let host = from; host < to; host++) {
        await shared.oauthResolver.resolveFromService(`https://host${host}.example`)
      }
    }
    await visit(0, 20)
    const before = collectGarbage()

    await visit(20, 70)

    assert.isBelow(collectGarbage() - before, 4 * 1024 * 1024)
  })
})
