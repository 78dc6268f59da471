import { test } from '@japa/runner'
import { checkClock } from '../../src/doctor/checks/clock.js'
import { checkHost } from '../../src/doctor/checks/host.js'
import { checkKeys } from '../../src/doctor/checks/keys.js'
import { checkMetadata } from '../../src/doctor/checks/metadata.js'
import { checkSession } from '../../src/doctor/checks/session.js'
import { checkStorage } from '../../src/doctor/checks/storage.js'
import { checkTap } from '../../src/doctor/checks/tap.js'
import { brokenRules } from '../../src/doctor/metadata_rules.js'
import { generatePrivateKey } from '../../src/private_keys.js'
import { deployedApp, key, ORIGIN, problems, respondNow } from './deployed_app.js'

const METADATA = `${ORIGIN}/oauth/client-metadata.json`
const JWKS = `${ORIGIN}/oauth/jwks.json`

const at = (address: string, response: () => Response) => (url: URL) =>
  url.href === address ? response() : undefined

test.group('Doctor: documents', () => {
  test('report no problem of a correct deployment', async ({ assert }) => {
    const { context } = await deployedApp()
    assert.deepEqual(await problems(checkMetadata, context), [])
    assert.deepEqual(await problems(checkKeys, context), [])
  })

  test('find {title}')
    .with([
      {
        title: 'a redirect',
        response: () => Response.redirect('https://www.example.org/x', 301),
        message:
          /^error: .* redirects to https:\/\/www.example.org\/x, but servers don't follow redirects$/,
      },
      {
        title: 'a login page before the app',
        response: () => new Response('', { status: 401 }),
        message: /^error: .* returns status 401$/,
      },
      {
        title: 'another content type',
        response: () => new Response('{}', { headers: { 'content-type': 'text/html' } }),
        message: /^error: .* has the content type "text\/html", not application\/json$/,
      },
      {
        title: 'what is not JSON',
        response: () => new Response('<', { headers: { 'content-type': 'application/json' } }),
        message: /^error: .* is not JSON$/,
      },
    ])
    .run(async ({ assert }, { response, message }) => {
      const { context } = await deployedApp({}, at(METADATA, response))
      const [problem, ...others] = await problems(checkMetadata, context)
      assert.match(problem, message)
      assert.isEmpty(others)
    })

  test('report an address that is not reachable', async ({ assert }) => {
    const { context } = await deployedApp({}, () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
    })
    const [problem] = await problems(checkMetadata, context)
    assert.equal(problem, `error: ${METADATA} can't be reached: getaddrinfo ENOTFOUND`)
  })

  test('report caching, cookies and a missing CORS header', async ({ assert }) => {
    const { context } = await deployedApp(
      {},
      at(METADATA, () =>
        Response.json(context.metadata, {
          headers: { 'cache-control': 'max-age=604800', 'set-cookie': 'a=b' },
        })
      )
    )
    const found = await problems(checkMetadata, context)
    assert.lengthOf(found, 3)
    assert.match(
      found.join(),
      /cached for 604800 s.*can't be fetched from other origins.*sets a cookie/
    )
  })

  test('report metadata of an older version of the code', async ({ assert }) => {
    const { context } = await deployedApp(
      {},
      at(METADATA, () => {
        const headers = { 'access-control-allow-origin': '*' }
        return Response.json({ ...context.metadata, scope: 'atproto' }, { headers })
      })
    )
    assert.deepEqual(await problems(checkMetadata, context), [
      'error: The deployed "scope" is "atproto", the code\'s is "atproto repo:xyz.statusphere.status"',
    ])
  })

  test('report metadata that a server rejects', async ({ assert }) => {
    const { context } = await deployedApp()
    const valid = JSON.parse(JSON.stringify(context.metadata))
    const broken = (changes: object) => brokenRules({ ...valid, ...changes }, METADATA)
    assert.deepEqual(brokenRules(valid, METADATA), [])
    for (const changes of [
      { client_id: `${ORIGIN}/other.json` },
      { client_uri: `${ORIGIN}/deeper/` },
      { application_type: 'native' },
      { dpop_bound_access_tokens: false },
      { grant_types: ['authorization_code', 'implicit'] },
      { scope: 'transition:generic' },
      { scope: 'atproto atproto' },
      { redirect_uris: ['https://elsewhere.example/callback'] },
      { redirect_uris: [] },
      { token_endpoint_auth_method: 'client_secret_basic' },
      { token_endpoint_auth_signing_alg: undefined },
      { token_endpoint_auth_method: 'none' },
    ]) {
      assert.lengthOf(broken(changes), 1, JSON.stringify(changes))
    }
    assert.isNotEmpty(brokenRules(valid, 'https://app.example.org:8443/x.json'))
  })
})

test.group('Doctor: keys', () => {
  test('report a key that is not published, or whose ID belongs to another key', async ({
    assert,
  }) => {
    const other = JSON.parse(await generatePrivateKey())
    const { kid } = JSON.parse(key)
    const publish = (keys: object[]) => () =>
      Response.json({ keys }, { headers: { 'access-control-allow-origin': '*' } })
    const publicOther = { ...other, d: undefined }

    const empty = await deployedApp(
      {},
      at(JWKS, () => Response.json({}))
    )
    assert.include(
      await problems(checkKeys, empty.context),
      'error: The published document is not a set of public keys'
    )
    const stale = await deployedApp({}, at(JWKS, publish([publicOther])))
    assert.deepEqual(await problems(checkKeys, stale.context), [
      `error: The key ${kid} is not published`,
    ])
    const swapped = await deployedApp({}, at(JWKS, publish([{ ...publicOther, kid }])))
    assert.deepEqual(await problems(checkKeys, swapped.context), [
      `error: The published key ${kid} does not verify what the private key signs`,
    ])
    const leaked = await deployedApp({}, at(JWKS, publish([other])))
    assert.deepEqual(await problems(checkKeys, leaked.context), [
      'error: A private key is published, so anyone can sign as this client',
    ])
  })

  test('report a client without a key, and a missing key that sessions need', async ({
    assert,
  }) => {
    const { context, createGrant } = await deployedApp({ privateKeys: false })
    await createGrant({ keyId: 'lost' })
    assert.deepEqual(await problems(checkKeys, context), [
      'warning: The client has no key, so every session ends after two weeks',
      'error: The key lost is missing. Sessions that need it: 1',
    ])
  })
})

test.group('Doctor: host', () => {
  test('report nothing when there is one host', async ({ assert }) => {
    const { context } = await deployedApp()
    assert.deepEqual(await problems(checkHost, context), [])
  })

  test('report a redirect to another host, and a second host that serves the app', async ({
    assert,
  }) => {
    const moved = await deployedApp(
      {},
      at(`${ORIGIN}/`, () => Response.redirect('https://www.app.example.org/', 301))
    )
    assert.match(
      (await problems(checkHost, moved.context))[0],
      /^error: .* redirects to www.app.example.org, so sign-ins start and end at different hosts$/
    )
    const doubled = await deployedApp(
      {},
      at('https://www.app.example.org/', () => new Response('Hello'))
    )
    assert.deepEqual(await problems(checkHost, doubled.context), [
      'warning: www.app.example.org serves the app too, but nobody is signed in there',
    ])
  })
})

test.group('Doctor: this machine', () => {
  test('report tables that were not created', async ({ assert }) => {
    const { context, db } = await deployedApp()
    assert.deepEqual(await problems(checkStorage, context), [])
    await db.connection().schema.dropTable('atproto_oauth_states')
    const [problem] = await problems(checkStorage, context)
    assert.equal(problem, 'error: The table "atproto_oauth_states" does not exist')
  })

  test('report tables that can not be read', async ({ assert }) => {
    const { context } = await deployedApp()
    context.config.stores.grants.find = () => Promise.reject(new Error('permission denied'))
    assert.deepEqual(await problems(checkStorage, context), [
      "error: The tables can't be read: permission denied",
    ])
  })

  test('report a clock that is off', async ({ assert }) => {
    const { context } = await deployedApp()
    assert.deepEqual(await problems(checkClock, context), [])

    const late = await deployedApp({}, (url) =>
      url.pathname === '/_health' ? respondNow(90_000) : undefined
    )
    assert.match(
      (await problems(checkClock, late.context))[0],
      /^error: The clock differs from a server's by (89|90) s, so servers refuse signatures$/
    )
    context.config.stores.grants.now = async () => Date.now() - 60_000
    assert.deepEqual(await problems(checkClock, context), [
      'warning: The clock of the database differs by -60 s',
    ])
  })

  test('report a session whose age or cookie is unsuitable', async ({ assert }) => {
    const { context } = await deployedApp()
    const withAge = (hours: number, session = {}) =>
      problems(checkSession, {
        ...context,
        session,
        config: { ...context.config, sessionLifetime: hours * 60 * 60 * 1000 },
      })
    assert.deepEqual(await withAge(30 * 24), [])
    assert.match((await withAge(2))[0], /^warning: Browsers are signed out after 2h(ours)? without/)
    assert.match((await withAge(200 * 24))[0], /signed in for 200 days, .* after 91 days$/)
    assert.match(
      (await withAge(30 * 24, { sameSite: 'strict' }))[0],
      /^error: The browser does not send the session cookie/
    )
    assert.match((await withAge(30 * 24, { secure: false }))[0], /^warning: .* over http, too$/)
  })

  test('report a Tap server that does not respond', async ({ assert }) => {
    const { context } = await deployedApp()
    assert.deepEqual(await checkTap(context), [])
    const healthy = { ...context, tap: { health: async () => ({ status: 'ok' }) } }
    assert.deepEqual(await problems(checkTap, healthy), [])
    const down = { health: () => Promise.reject(new Error('Nothing at 127.0.0.1:2480')) }
    assert.deepEqual(await problems(checkTap, { ...context, tap: down }), [
      'error: Nothing at 127.0.0.1:2480',
    ])
  })
})
