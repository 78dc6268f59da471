import type { HttpRouterService } from '@adonisjs/core/types'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import vine from '@vinejs/vine'
import { scopes } from '../../index.js'
import type { OAuthFake } from '../../src/testing/main.js'
import { atproto } from '../../src/vine.js'
import { createApp, type TestApp, type TestAppOptions } from '../helpers.js'

/** As `lex build` nests them. */
const xyz = {
  statusphere: {
    status: l.record(
      'tid',
      'xyz.statusphere.status',
      l.object({ status: l.string(), createdAt: l.string({ format: 'datetime' }) })
    ),
  },
}

const PHOTO = new Uint8Array([137, 80, 78, 71])

/** What the guide shows about accounts, in an app like those of its readers. */
test.group('Guide: accounts', (group) => {
  let fake: OAuthFake
  let testApp: TestApp

  const config: TestAppOptions['config'] = {
    // #region scope
    scope: [scopes.repo(xyz.statusphere.status, ['create', 'delete'])],
    optionalScope: [scopes.blob('image/*')],
    lexicons: { xyz },
    // #endregion scope
  }

  group.each.setup(async () => {
    testApp = await createApp({
      config,
      setup: async (app) => defineRoutes(await app.container.make('router')),
    })
    fake = await testApp.oauth.fake()
    return () => testApp.close()
  })

  function defineRoutes(router: HttpRouterService) {
    router.get('/photo', async ({ oauth, response }) => {
      const photo = PHOTO
      const user = await oauth.authenticate()
      // #region can
      if (!user.can(scopes.blob('image/png'))) {
        return response.redirect(await oauth.requestScopes([scopes.blob('image/*')]))
      }
      const blob = await user.upload(photo, { type: 'image/png' })
      // #endregion can
      return blob
    })
    router.get('/add', async ({ oauth, request, response }) => {
      const input = request.qs().input
      // #region add
      // Keeps the accounts that are signed in.
      return response.redirect(await oauth.authorize(input, { addAccount: true }))
      // #endregion add
    })
    router.get('/several', async ({ oauth, request }) => {
      const { did } = request.qs()
      // #region several
      const accounts = await oauth.accounts() // the current one first
      const user = await oauth.switchTo(did) // null if this browser is not signed in with it
      await oauth.logout(did) // of one account; without a DID, of all
      // #endregion several
      return { accounts, user, left: await oauth.accounts() }
    })
  }

  test('ask for more before a photo is uploaded', async ({ assert }) => {
    const alice = await fake.createAccount({ handle: 'alice.test' })
    const browser = testApp.browser()
    await browser.fetch(await fake.signIn(await browser.authorize(alice.handle), alice))
    const asked = await browser.fetch('/photo')
    const callback = await fake.signIn(asked.headers.get('location')!, alice)
    assert.equal((await browser.json(callback)).returnTo, '/photo')
    assert.equal((await browser.json('/photo')).mimeType, 'image/png')
  })

  test('hold two accounts, switch, and sign out of one', async ({ assert }) => {
    const alice = await fake.createAccount({ handle: 'alice.test' })
    const bob = await fake.createAccount({ handle: 'bob.test' })
    const browser = testApp.browser()
    await browser.fetch(await fake.signIn(await browser.authorize(alice.handle), alice))
    const added = await browser.fetch(`/add?input=${bob.handle}`)
    await browser.fetch(await fake.signIn(added.headers.get('location')!, bob))

    const { accounts, user, left } = await browser.json(`/several?did=${alice.did}`)
    const handles = (list: { handle: string }[]) => list.map(({ handle }) => handle)
    assert.deepEqual(handles(accounts), ['bob.test', 'alice.test'])
    assert.equal(user.handle, 'alice.test')
    assert.deepEqual(handles(left), ['bob.test'])
  })

  test('call a method of another service', async ({ assert }) => {
    const alice = await fake.createAccount({ handle: 'alice.test' })
    fake.respond('app.bsky.actor.getProfile', ({ params }) => ({ did: params.actor }))
    const aud = 'did:web:api.bsky.app#bsky_appview'
    const rpc = scopes.rpc('app.bsky.actor.getProfile', { aud })
    const user = await alice.createGrant({ scope: `atproto ${rpc}` })
    // #region call
    const profile = await user.call('app.bsky.actor.getProfile', {
      params: { actor: user.did },
      service: 'did:web:api.bsky.app#bsky_appview',
    })
    // #endregion call
    assert.deepEqual(profile, { did: alice.did })
  })

  test('find an account, and read its records without a sign-in', async ({ assert }) => {
    const { oauth } = testApp
    const alice = await fake.createAccount({ handle: 'alice.test' })
    const { did } = alice
    await alice.createRecord('xyz.statusphere.status', {
      status: '🦋',
      createdAt: new Date().toISOString(),
    })
    // #region find
    const account = await oauth.identity.resolve('alice.test') // or a DID
    // { did, handle, handleStatus, pds }, or null when nobody has it
    oauth.identity.forget(did) // after an identity event

    const client = await oauth.publicClient('alice.test')
    const { records } = await client.list(xyz.statusphere.status)
    // #endregion find
    assert.equal(account!.did, did)
    assert.lengthOf(records, 1)
  })

  test('validate formats of the lexicon language', async ({ assert }) => {
    // #region validate
    const noteValidator = vine.compile(
      vine.object({ subject: atproto.did(), about: atproto.atUri().optional() })
    )
    // #endregion validate
    const subject = 'did:web:example.com'
    assert.deepEqual(await noteValidator.validate({ subject }), { subject })
    await assert.rejects(() => noteValidator.validate({ subject: 'alice.test' }))
  })
})
