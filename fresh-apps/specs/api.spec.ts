import { tryOut } from '../harness/try_out.js'

tryOut('api', {
  title: 'an API with nothing yet',
  has: ['vine', 'cors'],
  stores: 'memory',
  guard: 'web',
  signIn: 'json',
  worker: 'tap:listen',
})

tryOut('api-tokens', {
  title: 'an API with session, Lucid, and users with access tokens',
  has: ['vine', 'cors', 'session', 'lucid', 'tokens'],
  stores: 'lucid',
  guard: 'atproto',
  signIn: 'json',
  worker: 'web process',
})
