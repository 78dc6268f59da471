import { tryOut } from '../harness/try_out.js'

tryOut('hypermedia-users', {
  title: 'Edge, session, shield, Lucid, and users with passwords',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid', 'users'],
  stores: 'lucid',
  guard: 'atproto',
  signIn: 'page',
  worker: 'web process',
})

tryOut('hypermedia', {
  title: 'Edge, session, shield and Lucid',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid'],
  stores: 'lucid',
  guard: 'web',
  signIn: 'page',
  worker: 'tap:listen',
})

tryOut('hypermedia-no-lucid', {
  title: 'Edge, and users that come from somewhere else than Lucid',
  has: ['edge', 'vine', 'session', 'users'],
  stores: 'memory',
  guard: 'atproto',
  signIn: 'page',
  worker: 'web process',
})
