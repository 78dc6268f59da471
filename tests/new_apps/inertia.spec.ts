import assert from 'node:assert/strict'
import { defineAppSuite } from './harness/app_suite.js'

defineAppSuite('inertia', {
  title: 'Inertia, with session, shield, Lucid, and users with passwords',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'inertia', 'lucid', 'users'],
  stores: 'lucid',
  guard: 'atproto',
  signIn: 'page',
  worker: 'web process',

  async userEdits(app) {
    await app.append(
      'start/routes.ts',
      `
router.get('/home', async ({ auth, inertia }) => {
  const guard = auth.use('atproto')
  await guard.check()
  return inertia.render('home', { handle: guard.user?.handle })
})
router.get('/leave', async ({ inertia, oauth, request }) =>
  inertia.location(await oauth.authorize(request.input('to')))
)
`
    )
  },

  async signedIn(visitor, account) {
    const headers = { 'x-inertia': 'true', 'x-inertia-version': '1' }
    const page = await visitor.json('/home', { headers })
    assert.equal(page.component, 'home')
    assert.equal(page.props.handle, account.handle)

    const left = await visitor.fetch(`/leave?to=${account.handle}`, { headers })
    assert.equal(left.status, 409)
    assert.match(
      left.headers.get('x-inertia-location')!,
      /^http:\/\/localhost:\d+\/oauth\/authorize\?/
    )
  },
})
