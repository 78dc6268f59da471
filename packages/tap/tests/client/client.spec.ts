import { test } from '@japa/runner'

import { Tap } from '../../src/tap.js'
import { ALICE, BOB, config, startHttp } from '../helpers.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import type { TapConfig } from '../../src/types.js'

function service(values: Partial<TapConfig>) {
  return new Tap(config(values), new IndexerRegistry())
}

/**
 * A server that gives one answer to everything, and what it was asked.
 */
async function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const asked: { method: string; url: string; authorization?: string; body: any }[] = []
  const { url } = await startHttp(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    asked.push({
      method: request.method!,
      url: request.url!,
      authorization: request.headers.authorization,
      body: text && JSON.parse(text),
    })
    response.writeHead(status, headers).end(body)
  })
  return { url, asked }
}

test.group('Tap service', () => {
  test('send a thousand DIDs at a time, each once', async ({ assert }) => {
    const { url, asked } = await answering(200, '')
    const dids = Array.from({ length: 2100 }, (_, index) => `did:web:${index}.test`)
    await service({ url }).addRepos([...dids, ...dids])
    assert.deepEqual(
      asked.map(({ method, url: path, body }) => [method, path, body.dids.length]),
      [
        ['POST', '/repos/add', 1000],
        ['POST', '/repos/add', 1000],
        ['POST', '/repos/add', 100],
      ]
    )
    assert.deepEqual(
      asked.flatMap(({ body }) => body.dids),
      dids
    )
  })

  test('ask nothing of the server for no DIDs', async ({ assert }) => {
    const { url, asked } = await answering(500, '')
    await service({ url }).addRepos([])
    await service({ url }).removeRepos([])
    assert.deepEqual(asked, [])
  })

  test('send nothing when one of the DIDs is none', async ({ assert }) => {
    const { url, asked } = await answering(200, '')
    const tap = service({ url })
    await assert.rejects(() => tap.addRepos([ALICE, 'alice.test']), '"alice.test" is not a DID')
    await assert.rejects(() => tap.removeRepos(['did:plc:']), '"did:plc:" is not a DID')
    await assert.rejects(() => tap.resolveDid('../health'), '"../health" is not a DID')
    await assert.rejects(() => tap.repoInfo(undefined as any), 'undefined is not a DID')
    assert.deepEqual(asked, [])
  })

  test('put a DID into the path as it is, since the server does not decode it', async ({
    assert,
  }) => {
    const { url, asked } = await answering(404, '')
    await service({ url }).repoInfo('did:web:localhost%3A3000')
    assert.equal(asked[0]!.url, '/info/did:web:localhost%3A3000')
  })

  test('send the admin password, and keep it out of errors', async ({ assert }) => {
    const { url, asked } = await answering(401, '{"error":"Unauthorized"}')
    const error = await service({ url, adminPassword: 'sesame' })
      .health()
      .catch((e) => e)
    assert.equal(asked[0]!.authorization, `Basic ${btoa('admin:sesame')}`)
    assert.equal(error.code, 'E_TAP_UNAUTHORIZED')
    assert.equal(error.message, `The Tap server at ${url} refused the admin password`)
    assert.include(error.help, 'TAP_ADMIN_PASSWORD')
    assert.notInclude(JSON.stringify([error, error.message, error.stack]), 'sesame')
  })

  test('say so when the server wants a password and there is none', async ({ assert }) => {
    const { url } = await answering(401, '')
    await assert.rejects(
      () => service({ url }).health(),
      `The Tap server at ${url} wants an admin password and none is configured`
    )
  })

  test('follow no redirect, which would carry the password along', async ({ assert }) => {
    const other = await answering(200, '{"status":"ok"}')
    const { url } = await answering(302, '', { location: other.url })
    const error = await service({ url, adminPassword: 'sesame' })
      .health()
      .catch((e) => e)
    assert.equal(error.code, 'E_TAP_BAD_ANSWER')
    assert.equal(error.message, `The Tap server at ${url} answered GET /health with 302: ""`)
    assert.deepEqual(other.asked, [])
  })

  test('tell a server that is not there', async ({ assert }) => {
    const error = await service({ url: 'http://127.0.0.1:9' })
      .health()
      .catch((e) => e)
    assert.equal(error.code, 'E_TAP_UNREACHABLE')
    assert.equal(error.status, 503)
    assert.match(error.message, /^Cannot reach the Tap server at http:\/\/127.0.0.1:9 \(.+\)$/)
    assert.include(error.help, 'TAP_URL')
  })

  test('wait no longer than the time-out, for the first byte or the last', async ({ assert }) => {
    const silent = await startHttp(() => {})
    await assert.rejects(
      () => service({ url: silent.url, timeout: 50 }).health(),
      `Cannot reach the Tap server at ${silent.url} (no answer within 50 ms)`
    )
    const slow = await startHttp((_, response) => {
      response.writeHead(200).write('{"status":')
    })
    await assert.rejects(
      () => service({ url: slow.url, timeout: 50 }).health(),
      `Cannot reach the Tap server at ${slow.url} (no answer within 50 ms)`
    )
  })

  test('read no more than a megabyte of an answer', async ({ assert }) => {
    const { url } = await answering(200, 'x'.repeat(1024 * 1024 + 1))
    await assert.rejects(() => service({ url }).health(), `${url} answered with over 1048576 bytes`)
  })

  test('quote what the server said when it failed, cut short', async ({ assert }) => {
    const { url } = await answering(500, `{"message":"${'x'.repeat(300)}"}`)
    await assert.rejects(
      () => service({ url }).addRepos([ALICE]),
      `The Tap server at ${url} answered POST /repos/add with 500: ${JSON.stringify(`{"message":"${'x'.repeat(188)}…`)}`
    )
  })

  test('take {what} for a bad answer')
    .with([
      { what: 'HTML', body: '<html>', call: (tap: Tap) => tap.stats.repoCount() },
      { what: 'a counter of another name', body: '{}', call: (tap: Tap) => tap.stats.repoCount() },
      { what: 'null', body: 'null', call: (tap: Tap) => tap.stats.cursors() },
      { what: 'a health of another kind', body: '{"up":1}', call: (tap: Tap) => tap.health() },
      { what: 'a repo without a state', body: '{}', call: (tap: Tap) => tap.repoInfo(ALICE) },
      {
        what: "another account's DID document",
        body: `{"id":"${BOB}"}`,
        call: (tap: Tap) => tap.resolveDid(ALICE),
      },
    ])
    .run(async ({ assert }, { body, call }) => {
      const { url } = await answering(200, body)
      const error = await call(service({ url })).catch((e) => e)
      assert.equal(error.code, 'E_TAP_BAD_ANSWER')
      assert.include(error.message, url)
    })

  test('have no cursor where the server has none', async ({ assert }) => {
    const { url } = await answering(200, '{}')
    assert.deepEqual(await service({ url }).stats.cursors(), { firehose: null, listRepos: null })
  })

  test('find the API behind a path of the address', async ({ assert }) => {
    const { url, asked } = await answering(200, '{"status":"ok"}')
    assert.deepEqual(await service({ url: `${url}/tap` }).health(), { status: 'ok' })
    assert.equal(asked[0]!.url, '/tap/health')
  })
})
