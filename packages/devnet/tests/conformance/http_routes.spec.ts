import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

const NOBODY = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

test.group('Conformance | HTTP routes', (group) => {
  const network = useNetwork(group)

  test('return 200 for /health', async (context) => {
    const tap = await tapFor(context, network.devnet)

    const { status: code, headers, text } = await tap.request('/health')

    context.assert.deepEqual([code, JSON.parse(text)], [200, { status: 'ok' }])
    context.assert.match(headers.get('content-type')!, /^application\/json/)
  })

  test('return the same statuses, also for routes that do not exist', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const expected: [request: string, status: number, body?: object][] = [
      ['GET /nothing', 404],
      ['GET /', 404],
      ['GET /health/', 404],
      ['GET /stats/nothing', 404],
      ['GET /info/', 404],
      ['GET /info/a/b', 404],
      ['GET /stats/cursors/x', 404],
      ['POST /health', 405],
      ['HEAD /health', 405],
      ['POST /channel', 405],
      ['GET /repos/add', 405],
      ['OPTIONS /health', 204],
      ['GET /health?query=1', 200, { status: 'ok' }],
      ['GET /channel', 400],
      [`GET /info/${NOBODY}`, 404],
      ['GET /info/hello', 404],
      ['GET /resolve/hello', 400],
      [`GET /resolve/${NOBODY}`, 500],
      ['GET /resolve/did:key:zabc', 500],
      ['GET /stats/repo-count', 200, { repo_count: 0 }],
      ['GET /stats/record-count', 200, { record_count: 0 }],
      ['GET /stats/outbox-buffer', 200, { outbox_buffer: 0 }],
      ['GET /stats/resync-buffer', 200, { resync_buffer: 0 }],
    ]

    for (const [request, code, body] of expected) {
      const [method, path] = request.split(' ') as [string, string]
      const response = await tap.request(path, { method })
      context.assert.deepEqual([request, response.status], [request, code])
      if (body) context.assert.deepEqual(JSON.parse(response.text), body)
    }
  })

  test('return errors as JSON with a message', async (context) => {
    const tap = await tapFor(context, network.devnet)

    for (const path of ['/nothing', '/repos/add', '/info/hello', '/resolve/hello']) {
      const { text, headers } = await tap.request(path)
      context.assert.match(headers.get('content-type')!, /^application\/json/)
      context.assert.isNotEmpty(JSON.parse(text).message)
    }
  })

  test('return the allowed methods of a route', async (context) => {
    const tap = await tapFor(context, network.devnet)

    const health = await tap.request('/health', { method: 'DELETE' })
    const add = await tap.request('/repos/add', { method: 'OPTIONS' })

    context.assert.equal(health.headers.get('allow'), 'OPTIONS, GET')
    context.assert.equal(add.headers.get('allow'), 'OPTIONS, POST')
  })

  test('parse the bodies of add and remove alike', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const bodies: [body: string, status: number][] = [
      ['{"dids":"x"}', 400],
      ['{"dids":[1]}', 400],
      ['[]', 400],
      ['nope', 400],
      ['{"dids":', 400],
      [' ', 400],
      ['{"DIDS":["did:web:upper.example"]}', 200],
      ['{"dids":["a","a"]}', 200],
      ['{"dids":["no DID at all"]}', 200],
    ]

    for (const [body, code] of bodies) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const added = await tap.request('/repos/add', init)
      const removed = await tap.request('/repos/remove', init)

      context.assert.deepEqual([body, added.status, removed.status], [body, code, code])
      if (code === 200) context.assert.equal(added.text + removed.text, '')
      else context.assert.isString(JSON.parse(added.text).message)
    }
  })

  test('refuse to add no DIDs, and accept to remove none', async (context) => {
    const tap = await tapFor(context, network.devnet)

    for (const json of [{}, { dids: [] }, { dids: null }, null]) {
      const added = await tap.request('/repos/add', { json })
      context.assert.equal(added.status, 500)
      const removed = await tap.request('/repos/remove', { json })
      context.assert.deepEqual([removed.status, removed.text], [200, ''])
    }
  })

  test('refuse a body that is not sent as JSON', async (context) => {
    const tap = await tapFor(context, network.devnet)

    const response = await tap.request('/repos/add', { method: 'POST', body: '{"dids":["a"]}' })

    context.assert.equal(response.status, 415)
  })

  test('return the state of a followed repo', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('👍'))
    const tap = await tapFor(context, network.devnet)

    await tap.follow(alice)

    const { rev } = await alice.call<{ rev: string }>('com.atproto.sync.getLatestCommit', {
      params: { did: alice.did },
    })
    context.assert.deepEqual(await tap.get(`/info/${alice.did}`), {
      did: alice.did,
      error: '',
      handle: tap.handleOf(alice),
      records: 1,
      retries: 0,
      rev,
      state: 'active',
    })
    context.assert.deepEqual(await tap.get('/stats/repo-count'), { repo_count: 1 })
    context.assert.deepEqual(await tap.get('/stats/record-count'), { record_count: 1 })
    context.assert.deepEqual(await tap.get('/stats/outbox-buffer'), { outbox_buffer: 2 })
  })

  test('accept a DID with percent signs', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const encoded = encodeURIComponent(alice.did)

    const info = await tap.request(`/info/${encoded}`)
    const resolved = await tap.request(`/resolve/${encoded}`)
    context.assert.deepEqual([info.status, resolved.status], [404, 400])
  })

  test('return the error of a repo that could not be read', async (context) => {
    const tap = await tapFor(context, network.devnet)

    await tap.add({ did: NOBODY }, { did: 'did:key:zabc' })

    const failed = (did: string, error: string) => ({
      did,
      error: `failed to resolve DID: ${error}`,
      handle: '',
      records: 0,
      retries: 1,
      rev: '',
      state: 'error',
    })
    await tap.untilState({ did: NOBODY }, 'error')
    await tap.untilState({ did: 'did:key:zabc' }, 'error')
    context.assert.deepEqual(
      await tap.get(`/info/${NOBODY}`),
      failed(NOBODY, 'DID not found: PLC directory 404')
    )
    context.assert.deepEqual(
      await tap.get('/info/did:key:zabc'),
      failed('did:key:zabc', 'DID method not supported: key')
    )
  })

  test('resolve any DID', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)

    const document = await tap.get<any>(`/resolve/${alice.did}`)

    const [{ publicKeyMultibase }] = document.verificationMethod
    context.assert.match(publicKeyMultibase, /^z/)
    context.assert.deepEqual(document, {
      id: alice.did,
      alsoKnownAs: [`at://${alice.handle}`],
      verificationMethod: [
        {
          id: `${alice.did}#atproto`,
          type: document.verificationMethod[0].type,
          controller: alice.did,
          publicKeyMultibase,
        },
      ],
      service: [
        {
          id: '#atproto_pds',
          type: 'AtprotoPersonalDataServer',
          serviceEndpoint: network.devnet.pds.url,
        },
      ],
    })
  })

  test('return the firehose cursor', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const alice = await network.devnet.createAccount()

    interface Cursors {
      firehose: number
      list_repos: string
    }
    const cursors = () => tap.get<Cursors>('/stats/cursors')
    const before = await until(async () => {
      const current = await cursors()
      return current.firehose > 0 ? current : undefined
    })
    await alice.createRecord(STATUS, status('👍'))

    context.assert.deepEqual(before, { firehose: before.firehose, list_repos: '' })
    await until(async () => {
      const { firehose } = await cursors()
      return firehose > before.firehose
    })
  })
})
