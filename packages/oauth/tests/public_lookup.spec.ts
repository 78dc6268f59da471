import type { LookupAddress, LookupOptions } from 'node:dns'
import { test } from '@japa/runner'
import { startDnsServer } from '@tests/support/dns_server'
import { createHandleResolver } from '../src/handle_resolver.js'
import { createProtocolFetch, createResourceFetch } from '../src/network.js'
import { createDocumentFetch, createPublicFetch } from '../src/public_fetch.js'
import { publicLookup } from '../src/public_lookup.js'

const HOST = 'pds.alice.blue'
const PUBLIC = '192.88.98.1'
const PUBLIC_6 = '2606:4710::'

const production = { allowPrivateAddresses: false, timeout: 2_000 }

const lookup = (host: string, options: LookupOptions = {}) =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    publicLookup(host, { all: true, ...options }, (error, addresses) => {
      if (error) reject(error)
      else resolve(addresses as LookupAddress[])
    })
  })

test.group('Public lookup', () => {
  test('ask the name server, not a thread of the process, for the host of {name}')
    .with([
      {
        name: 'a sign-in',
        send: () => createProtocolFetch(production)(`https://${HOST}`),
      },
      {
        name: 'a request to an account',
        send: () => createResourceFetch(production)(`https://${HOST}`),
      },
      {
        name: 'a handle',
        send: async () => createHandleResolver(production, fetch).resolve(HOST),
      },
    ])
    .run(async ({ assert }, { send }) => {
      const { asked } = await startDnsServer(() => 'NXDOMAIN')
      await send().catch(() => {})
      assert.includeMembers(asked, [`A ${HOST}`, `AAAA ${HOST}`])
    })

  test('find the addresses of both kinds, those of IPv4 first', async ({ assert }) => {
    await startDnsServer((_, type) => [type === 'A' ? PUBLIC : PUBLIC_6])
    assert.deepEqual(await lookup(HOST), [
      { address: PUBLIC, family: 4 },
      { address: PUBLIC_6, family: 6 },
    ])
    assert.deepEqual(await lookup(HOST, { family: 6 }), [{ address: PUBLIC_6, family: 6 }])
  })

  test('do not wait for a name server that does not respond for {$self}')
    .with(['A', 'AAAA'] as const)
    .run(async ({ assert }, silent) => {
      await startDnsServer((_, type) => {
        if (type !== silent) return [type === 'A' ? PUBLIC : PUBLIC_6]
      })
      const startedAt = performance.now()
      assert.lengthOf(await lookup(HOST), 1)
      assert.isBelow(performance.now() - startedAt, 2_000)
    })

  test('refuse a host with an address that is not public: {name}')
    .with([
      { name: '10.0.0.1', addresses: { A: [PUBLIC, '10.0.0.1'], AAAA: [] } },
      { name: '::1', addresses: { A: [PUBLIC], AAAA: ['::1'] } },
    ])
    .run(async ({ assert }, { addresses }) => {
      await startDnsServer((_, type) => addresses[type])
      await assert.rejects(() => lookup(HOST), `"${HOST}" has an address that is not public`)
    })

  test('refuse {$self} without asking')
    .with(['localhost', 'pds.localhost', 'printer.local', 'pds.test', 'a.invalid', 'b.example'])
    .run(async ({ assert }, host) => {
      const { asked } = await startDnsServer(() => [PUBLIC])
      await assert.rejects(() => lookup(host), `"${host}" is not a public host`)
      assert.isEmpty(asked)
    })

  test('apply the rules to each address that a request leads to: {$self}')
    .with(['http://alice.blue', 'https://10.0.0.1', 'https://[::1]', 'https://www.example.com'])
    .run(async ({ assert }, url) => {
      const error = await createPublicFetch()(url).catch(({ cause }) => cause)
      assert.match(error.message, /^Blocked by url policy/)
    })

  test('refuse to fetch a document from {$self}')
    .with(['http://alice.blue', 'https://10.0.0.1', 'https://[::1]', 'https://www.example.com'])
    .run(async ({ assert }, url) => {
      const fetch = createDocumentFetch({ isPublic: true })
      await assert.rejects(() => fetch(url), /^Blocked by url policy/)
      await assert.rejects(() => fetch(new Request(url)), /^Blocked by url policy/)
    })

  test('tell a host that does not exist from a name server that fails')
    .with([
      { failure: 'NXDOMAIN', code: 'ENOTFOUND' },
      { failure: 'SERVFAIL', code: 'EAI_AGAIN' },
    ] as const)
    .run(async ({ assert }, { failure, code }) => {
      await startDnsServer(() => failure)
      assert.equal(await lookup(HOST).catch((error) => error.code), code)
    })
})
