import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { E_ATPROTO_INVALID_SCOPE } from '../src/errors.js'
import { scopes } from '../src/scopes/builder.js'
import { GrantedScopes } from '../src/scopes/granted_scopes.js'
import { Lexicons } from '../src/scopes/lexicons.js'
import { requiredScopes } from '../src/scopes/required_scopes.js'
import { checkScope } from '../src/scopes/scope_list.js'
import { missingScopes } from '../src/scopes/scope_refusal.js'

const APPVIEW = 'did:web:api.bsky.app#bsky_appview'

/** As `lex build` nests them. */
const status = { main: l.record('tid', 'xyz.statusphere.status', l.object({})), $nsid: '…' }
const getMood = { main: l.query('xyz.statusphere.getMood', l.params(), l.payload()) }
const all = {
  main: l.permissionSet('xyz.statusphere.all', [
    l.permission('repo', { collection: ['xyz.statusphere.status'], action: ['create', 'delete'] }),
    l.permission('rpc', { lxm: ['xyz.statusphere.getMood'], inheritAud: true }),
  ]),
}
const xyz = { statusphere: { status, getMood, all } }

test.group('Scopes | builder', () => {
  test('build {expected}')
    .with([
      { scope: scopes.repo(status), expected: 'repo:xyz.statusphere.status' },
      { scope: scopes.repo(status.main), expected: 'repo:xyz.statusphere.status' },
      {
        scope: scopes.repo('com.example.post', ['create']),
        expected: 'repo:com.example.post?action=create',
      },
      {
        scope: scopes.repo([status, 'com.example.post'], ['delete', 'create']),
        expected:
          'repo?collection=com.example.post&collection=xyz.statusphere.status&action=create&action=delete',
      },
      { scope: scopes.repo('*', 'delete'), expected: 'repo:*?action=delete' },
      { scope: scopes.blob('image/*'), expected: 'blob:image/*' },
      {
        scope: scopes.blob(['video/mp4', 'image/png']),
        expected: 'blob?accept=image/png&accept=video/mp4',
      },
      {
        scope: scopes.rpc('app.bsky.actor.getProfile', { aud: APPVIEW }),
        expected: 'rpc:app.bsky.actor.getProfile?aud=did:web:api.bsky.app%23bsky_appview',
      },
      { scope: scopes.rpc(getMood, { aud: '*' }), expected: 'rpc:xyz.statusphere.getMood?aud=*' },
      { scope: scopes.include(all), expected: 'include:xyz.statusphere.all' },
      {
        scope: scopes.include('com.example.basic', { aud: APPVIEW }),
        expected: 'include:com.example.basic?aud=did:web:api.bsky.app%23bsky_appview',
      },
      { scope: scopes.account('email'), expected: 'account:email' },
      { scope: scopes.account('repo', 'manage'), expected: 'account:repo?action=manage' },
      { scope: scopes.identity('handle'), expected: 'identity:handle' },
    ])
    .run(({ assert }, { scope, expected }) => {
      assert.equal(scope, expected)
    })

  test('throw when a value is not a scope', ({ assert }) => {
    const invalid: [() => string, string][] = [
      [() => scopes.repo('statusphere'), '"repo:statusphere" is not a valid scope'],
      [() => scopes.repo([]), '"repo" is not a valid scope'],
      [() => scopes.blob('png'), '"blob:png" is not a valid scope'],
      [() => scopes.rpc('*', { aud: '*' }), '"rpc:*?aud=*" is not a valid scope'],
      [
        () => scopes.rpc('com.example.get', { aud: 'did:web:example.com' as any }),
        '"rpc:com.example.get?aud=did:web:example.com" is not a valid scope',
      ],
      [
        () => scopes.repo(getMood as any),
        'The lexicon "xyz.statusphere.getMood" does not define a record',
      ],
      [() => scopes.repo(xyz as any), 'Pass an NSID, or the generated module of one lexicon'],
    ]
    for (const [build, message] of invalid) assert.throws(build, message)
    assert.throws(() => scopes.repo('x'), E_ATPROTO_INVALID_SCOPE as any)
  })

  test('accept only lexicons of the right type', ({ expectTypeOf }) => {
    expectTypeOf(scopes.repo).toBeCallableWith(status)
    // @ts-expect-error A query is no record.
    expectTypeOf(scopes.repo).toBeCallableWith(getMood)
    // @ts-expect-error A service has a fragment.
    expectTypeOf(scopes.rpc).toBeCallableWith(getMood, { aud: 'did:web:example.com' })
  })
})

test.group('Scopes | lexicons of the code', () => {
  const lexicons = new Lexicons({ xyz })
  const check = (scope: string) => () => checkScope(scope, lexicons)

  test('accept the lexicons of the code, and those of others')
    .with([
      'atproto transition:generic',
      'repo:xyz.statusphere.status?action=create',
      'repo:*',
      'rpc:xyz.statusphere.getMood?aud=*',
      'include:xyz.statusphere.all',
      'repo:app.bsky.feed.post',
      'blob:image/* account:email identity:handle',
    ])
    .run(({ assert }, scope) => {
      assert.doesNotThrow(check(scope))
    })

  test('throw for {scope}')
    .with([
      {
        scope: 'repo:xyz.statusphere.statuss',
        message:
          'There is no lexicon "xyz.statusphere.statuss" in the code, which has xyz.statusphere.all, xyz.statusphere.getMood, xyz.statusphere.status',
      },
      {
        scope: 'repo:xyz.statusphere.getMood',
        message: 'The lexicon "xyz.statusphere.getMood" does not define a record',
      },
      {
        scope: 'rpc:xyz.statusphere.status?aud=*',
        message: 'The lexicon "xyz.statusphere.status" does not define a query or procedure',
      },
      {
        scope: 'include:xyz.statusphere.status',
        message: 'The lexicon "xyz.statusphere.status" does not define a permission set',
      },
      { scope: 'repo:xyz.statusphere', message: '"repo:xyz.statusphere" is not a valid scope' },
      { scope: 'repo:a.b.c?action=read', message: '"repo:a.b.c?action=read" is not a valid scope' },
      { scope: 'profile', message: '"profile" is not a valid scope' },
      { scope: 'repo:%', message: '"repo:%" is not a valid scope' },
    ])
    .run(({ assert }, { scope, message }) => {
      assert.throws(check(scope), message)
    })
})

test.group('Scopes | granted', () => {
  test('permit {asked} when {granted} was granted: {expected}')
    .with([
      { granted: 'atproto', asked: 'atproto', expected: true },
      { granted: 'atproto', asked: 'repo:a.b.c', expected: false },
      { granted: 'repo:a.b.c', asked: 'repo:a.b.c?action=create', expected: true },
      { granted: 'repo:a.b.c?action=create', asked: 'repo:a.b.c', expected: false },
      // Servers merge and split what was asked for.
      { granted: 'repo?collection=a.b.c&collection=a.b.d', asked: 'repo:a.b.d', expected: true },
      {
        granted: 'repo:a.b.c?action=create repo:a.b.c?action=update&action=delete',
        asked: 'repo:a.b.c',
        expected: true,
      },
      { granted: 'repo:*', asked: 'repo:a.b.c', expected: true },
      { granted: 'repo:a.b.c', asked: 'repo:*', expected: false },
      { granted: 'blob:image/*', asked: 'blob:image/png', expected: true },
      { granted: 'blob:*/*', asked: 'blob:image/*', expected: true },
      { granted: 'blob:image/png', asked: 'blob:image/*', expected: false },
      { granted: 'blob:image/*', asked: 'blob:*/*', expected: false },
      {
        granted: 'rpc:*?aud=did:web:a.b%23c',
        asked: 'rpc:a.b.c?aud=did:web:a.b%23c',
        expected: true,
      },
      { granted: 'rpc:a.b.c?aud=*', asked: 'rpc:a.b.c?aud=did:web:a.b%23c', expected: true },
      { granted: 'rpc:a.b.c?aud=did:web:a.b%23c', asked: 'rpc:a.b.c?aud=*', expected: false },
      { granted: 'account:email?action=manage', asked: 'account:email', expected: true },
      { granted: 'account:email', asked: 'account:email?action=manage', expected: false },
      { granted: 'identity:*', asked: 'identity:handle', expected: true },
      { granted: 'transition:generic', asked: 'repo:a.b.c blob:*/*', expected: true },
      { granted: 'repo:a.b.c', asked: 'repo:a.b.c repo:a.b.d', expected: false },
      { granted: 'repo:a.b.c', asked: 'repo:%', expected: false },
      { granted: 'repo:a.b.c', asked: 'nonsense', expected: false },
    ])
    .run(({ assert }, { granted, asked, expected }) => {
      assert.equal(new GrantedScopes(granted).can(asked), expected)
    })

  test('find what a permission set permits', ({ assert }) => {
    const { permissionSets } = new Lexicons({ xyz })
    const include = 'include:xyz.statusphere.all?aud=did:web:a.b%23c'
    const kept = new GrantedScopes(include, permissionSets)
    assert.isTrue(kept.can('repo:xyz.statusphere.status?action=delete'))
    assert.isTrue(kept.can('rpc:xyz.statusphere.getMood?aud=did:web:a.b%23c'))
    assert.isFalse(kept.can('repo:xyz.statusphere.status?action=update'))
    assert.deepEqual(kept.values, [include])

    const expanded = new GrantedScopes(
      'repo:xyz.statusphere.status rpc:xyz.statusphere.getMood?aud=did:web:a.b%23c',
      permissionSets
    )
    assert.isTrue(expanded.can(include))
    assert.isFalse(expanded.can('include:xyz.statusphere.all?aud=did:web:other%23c'))
    assert.isFalse(expanded.can('include:xyz.statusphere.unknown'))
  })
})

test.group('Scopes | required', () => {
  const json = (body: object) => ({ method: 'POST', body: JSON.stringify(body) })

  test('find the scopes of {path}')
    .with([
      {
        path: '/xrpc/com.atproto.repo.createRecord',
        init: json({ collection: 'a.b.c' }),
        expected: ['repo:a.b.c?action=create'],
      },
      {
        path: '/xrpc/com.atproto.repo.putRecord',
        init: json({ collection: 'a.b.c' }),
        expected: ['repo:a.b.c?action=create', 'repo:a.b.c?action=update'],
      },
      {
        path: '/xrpc/com.atproto.repo.applyWrites',
        init: json({
          writes: [
            { $type: 'com.atproto.repo.applyWrites#create', collection: 'a.b.c' },
            { $type: 'com.atproto.repo.applyWrites#delete', collection: 'a.b.d' },
          ],
        }),
        expected: ['repo:a.b.c?action=create', 'repo:a.b.d?action=delete'],
      },
      {
        path: '/xrpc/com.atproto.repo.uploadBlob',
        init: { method: 'POST', headers: { 'content-type': 'image/png' } },
        expected: ['blob:image/png'],
      },
      {
        path: '/xrpc/app.bsky.actor.getProfile?actor=alice.test',
        init: { headers: { 'atproto-proxy': APPVIEW } },
        expected: ['rpc:app.bsky.actor.getProfile?aud=did:web:api.bsky.app%23bsky_appview'],
      },
      {
        path: '/xrpc/com.atproto.identity.updateHandle',
        init: json({ handle: 'alice.test' }),
        expected: ['identity:handle'],
      },
      { path: '/xrpc/com.atproto.server.getSession', init: {}, expected: [] },
      { path: '/xrpc/toString', init: {}, expected: [] },
      { path: '/some/page', init: {}, expected: [] },
      {
        path: '/xrpc/com.atproto.repo.createRecord',
        init: { method: 'POST', body: 'not JSON' },
        expected: [],
      },
      { path: '/xrpc/com.atproto.repo.applyWrites', init: json({}), expected: [] },
    ])
    .run(({ assert }, { path, init, expected }) => {
      assert.deepEqual(requiredScopes(path, init as RequestInit), expected)
    })
})

test.group('Scopes | refusals', () => {
  const required = ['repo:a.b.c?action=create']
  const granted = new GrantedScopes('atproto')
  const respond = (code: number, body: object, headers = {}) =>
    Response.json(body, { status: code, headers })
  const challenge = (value: string) => ({ 'www-authenticate': value })

  test('find the missing scope behind {what}')
    .with([
      {
        what: 'a message',
        response: respond(403, {
          error: 'ScopeMissingError',
          message: 'Missing required scope "repo:a.b.d?action=create"',
        }),
        expected: ['repo:a.b.d?action=create'],
      },
      {
        what: 'a challenge',
        response: respond(
          403,
          {},
          challenge('DPoP error="insufficient_scope", scope="repo:a.b.c blob:*/*"')
        ),
        expected: ['repo:a.b.c', 'blob:*/*'],
      },
      {
        what: 'a challenge that names none',
        response: respond(401, {}, challenge('Bearer error="insufficient_scope"')),
        expected: required,
      },
      { what: 'a plain 403', response: respond(403, { error: 'Forbidden' }), expected: required },
      {
        what: 'an HTML page',
        response: new Response('<p>No</p>', { status: 403 }),
        expected: required,
      },
      {
        what: 'a token that is called invalid, with status 400',
        response: respond(400, { error: 'InvalidToken', message: 'Bad token scope' }),
        expected: required,
      },
      {
        what: 'newest tokens that are called invalid',
        response: respond(401, {}, challenge('DPoP error="invalid_token"')),
        expected: required,
      },
    ])
    .run(async ({ assert }, { response, expected }) => {
      assert.deepEqual(
        await missingScopes(response, { required, granted, isFresh: true }),
        expected
      )
      // The app reads the response if it is not thrown away.
      assert.isFalse(response.bodyUsed)
    })

  test('find no missing scope behind {what}')
    .with([
      { what: 'success', response: respond(200, {}) },
      { what: 'a mistake of the app', response: respond(400, { error: 'InvalidRequest' }) },
      { what: 'an outage', response: respond(503, { error: 'ScopeMissingError' }) },
    ])
    .run(async ({ assert }, { response }) => {
      assert.isNull(await missingScopes(response, { required, granted, isFresh: true }))
    })

  test('report no missing scope before a refresh, or when the granted scopes suffice', async ({
    assert,
  }) => {
    const response = () => respond(401, {}, challenge('DPoP error="invalid_token"'))
    assert.isNull(await missingScopes(response(), { required, granted, isFresh: false }))
    const enough = new GrantedScopes('repo:a.b.c')
    assert.isNull(await missingScopes(response(), { required, granted: enough, isFresh: true }))
  })
})
