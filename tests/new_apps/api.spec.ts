import { defineAppSuite } from './harness/app_suite.js'

defineAppSuite('api', {
  title: 'an API without session or database',
  has: ['vine', 'cors'],
  stores: 'memory',
  signIn: 'json',
  worker: 'tap:listen',
})

defineAppSuite('api-tokens', {
  title: 'an API with session, Lucid, and users with access tokens',
  has: ['vine', 'cors', 'session', 'lucid', 'tokens'],
  stores: 'lucid',
  signIn: 'json',
  worker: 'web process',
})
