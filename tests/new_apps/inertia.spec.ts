import assert from 'node:assert/strict'
import { defineAppSuite } from './harness/app_suite.js'

defineAppSuite('inertia', {
  title: 'Inertia, with session, shield, Lucid, and users with passwords',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'inertia', 'lucid', 'users'],
  stores: 'lucid',
  signIn: 'inertia',
  worker: 'web process',

  async signedIn(visitor, account) {
    const headers = { 'x-inertia': 'true', 'x-inertia-version': '1' }
    const page = await visitor.json('/oauth/login', { headers })
    assert.equal(page.component, 'oauth/login')
    assert.equal(page.props.account, `@${account.handle}`)
  },
})
