import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { TapClient } from '../../src/client/client.js'
import type { TapConfig } from '../../src/types.js'
import { ALICE, BOB, config } from '../helpers.js'

function service(values: Partial<TapConfig>) {
  return new TapClient(config(values))
}

/**
 * A server that gives one response to every request, and keeps the requests.
 */
async function respondingWith(status: number, body: string, headers: Record<string, string> = {}) {
  const requests: { method: string; url: string; authorization?: string; body: any }[] = []
  const { url } = await startHttpServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push({
      method: request.method!,
      url: request.url!,
      authorization: request.headers.authorization,
      body: text && JSON.parse(text),
    })
    response.writeHead(status, headers).end(body)
  })
  return { url, requests }
}

test.group('Tap service', () => {
  test('send up to 1,000 distinct DIDs per request', async ({ assert }) => {
    const { url, requests } = await respondingWith(200, '')
    const dids = Array.from({ length: 2100 }, (_, index) => `did:web:${index}.test`)
    await service({ url }).addRepos([...dids, ...dids])
    assert.deepEqual(
      requests.map(({ method, url: path, body }) => [method, path, body.dids.length]),
      [
        ['POST', '/repos/add', 1000],
        ['POST', '/repos/add', 1000],
        ['POST', '/repos/add', 100],
      ]
    )
    assert.deepEqual(
      requests.flatMap(({ body }) => body.dids),
      dids
    )
  })

  test('send no request when there are no DIDs', async ({ assert }) => {
    const { url, requests } = await respondingWith(500, '')
    await service({ url }).addRepos([])
    await service({ url }).removeRepos([])
    assert.deepEqual(requests, [])
  })

  test('throw before sending when a DID is invalid', async ({ assert }) => {
    const { url, requests } = await respondingWith(200, '')
    const tap = service({ url })
    await assert.rejects(() => tap.addRepos([ALICE, 'alice.test']), '"alice.test" is not a DID')
    await assert.rejects(() => tap.removeRepos(['did:plc:']), '"did:plc:" is not a DID')
    await assert.rejects(() => tap.resolveDid('../health'), '"../health" is not a DID')
    await assert.rejects(() => tap.repoInfo(undefined as any), 'undefined is not a DID')
    assert.deepEqual(requests, [])
  })

  test('leave a DID unencoded in the path', async ({ assert }) => {
    const { url, requests } = await respondingWith(404, '')
    await service({ url }).repoInfo('did:web:localhost%3A3000')
    assert.equal(requests[0]!.url, '/info/did:web:localhost%3A3000')
  })

  test('send the admin password and keep it out of errors', async ({ assert }) => {
    const { url, requests } = await respondingWith(401, '{"error":"Unauthorized"}')
    const error = await service({ url, adminPassword: 'sesame' })
      .health()
      .catch((e) => e)
    assert.equal(requests[0]!.authorization, `Basic ${btoa('admin:sesame')}`)
    assert.equal(error.code, 'E_TAP_UNAUTHORIZED')
    assert.equal(error.message, `The Tap server at ${url} rejected the admin password`)
    assert.include(error.help, 'TAP_ADMIN_PASSWORD')
    assert.notInclude(JSON.stringify([error, error.message, error.stack]), 'sesame')
  })

  test('throw when the server requires a password and none is set', async ({ assert }) => {
    const { url } = await respondingWith(401, '')
    await assert.rejects(
      () => service({ url }).health(),
      `The Tap server at ${url} requires an admin password; set TAP_ADMIN_PASSWORD`
    )
  })

  test('throw on a redirect instead of sending the password along', async ({ assert }) => {
    const other = await respondingWith(200, '{"status":"ok"}')
    const { url } = await respondingWith(302, '', { location: other.url })
    const error = await service({ url, adminPassword: 'sesame' })
      .health()
      .catch((e) => e)
    assert.equal(error.code, 'E_TAP_INVALID_RESPONSE')
    assert.equal(error.message, `The Tap server at ${url} responded to GET /health with 302: ""`)
    assert.deepEqual(other.requests, [])
  })

  test('throw when the server is unreachable', async ({ assert }) => {
    const error = await service({ url: 'http://127.0.0.1:9' })
      .health()
      .catch((e) => e)
    assert.equal(error.code, 'E_TAP_UNREACHABLE')
    assert.equal(error.status, 503)
    assert.match(error.message, /^Cannot reach the Tap server at http:\/\/127.0.0.1:9 \(.+\)$/)
    assert.include(error.help, 'run "npx atproto-devnet"')
    assert.include(error.help, 'set TAP_URL in .env')
  })

  test('throw after the timeout, before the first byte or in the middle of the body', async ({
    assert,
  }) => {
    const silent = await startHttpServer(() => {})
    await assert.rejects(
      () => service({ url: silent.url, timeout: 50 }).health(),
      `Cannot reach the Tap server at ${silent.url} (no response within 50 ms)`
    )
    const slow = await startHttpServer((_, response) => {
      response.writeHead(200).write('{"status":')
    })
    await assert.rejects(
      () => service({ url: slow.url, timeout: 50 }).health(),
      `Cannot reach the Tap server at ${slow.url} (no response within 50 ms)`
    )
  })

  test('throw when a response is over 1 MiB', async ({ assert }) => {
    const { url } = await respondingWith(200, 'x'.repeat(1024 * 1024 + 1))
    await assert.rejects(() => service({ url }).health(), `${url} returned over 1048576 bytes`)
  })

  test('quote the start of the body when the server fails', async ({ assert }) => {
    const { url } = await respondingWith(500, `{"message":"${'x'.repeat(300)}"}`)
    await assert.rejects(
      () => service({ url }).addRepos([ALICE]),
      `The Tap server at ${url} responded to POST /repos/add with 500: ${JSON.stringify(`{"message":"${'x'.repeat(188)}…`)}`
    )
  })

  test('throw E_TAP_INVALID_RESPONSE for {what}')
    .with([
      { what: 'HTML', body: '<html>', call: (tap: TapClient) => tap.stats.repoCount() },
      {
        what: 'a counter of another name',
        body: '{}',
        call: (tap: TapClient) => tap.stats.repoCount(),
      },
      { what: 'null', body: 'null', call: (tap: TapClient) => tap.stats.cursors() },
      {
        what: 'a health of another kind',
        body: '{"up":1}',
        call: (tap: TapClient) => tap.health(),
      },
      { what: 'a repo without a state', body: '{}', call: (tap: TapClient) => tap.repoInfo(ALICE) },
      {
        what: "another account's DID document",
        body: `{"id":"${BOB}"}`,
        call: (tap: TapClient) => tap.resolveDid(ALICE),
      },
    ])
    .run(async ({ assert }, { body, call }) => {
      const { url } = await respondingWith(200, body)
      const error = await call(service({ url })).catch((e) => e)
      assert.equal(error.code, 'E_TAP_INVALID_RESPONSE')
      assert.include(error.message, url)
    })

  test('return null for absent cursors', async ({ assert }) => {
    const { url } = await respondingWith(200, '{}')
    assert.deepEqual(await service({ url }).stats.cursors(), { firehose: null, listRepos: null })
  })

  test('keep the path of the address', async ({ assert }) => {
    const { url, requests } = await respondingWith(200, '{"status":"ok"}')
    assert.deepEqual(await service({ url: `${url}/tap` }).health(), { status: 'ok' })
    assert.equal(requests[0]!.url, '/tap/health')
  })
})
