import { subscribe } from 'node:diagnostics_channel'
import { l } from '@atproto/lex'
import tap from 'adonisjs-atproto-tap/services/main'

export const status = l.record(
  'tid',
  'xyz.statusphere.status',
  l.object({
    status: l.string({ minLength: 1, maxGraphemes: 1, maxLength: 32 }),
    createdAt: l.string({ format: 'datetime' }),
  })
)

if (process.env.BIND !== 'nothing') {
  tap
    .index(status, () => import('../app/indexers/status_indexer.js'))
    .identity(() => import('../app/indexers/account_indexer.js'))
}

if (process.env.BIND === 'webhook') tap.webhook()

// Not logged: a source is paused and resumed many times in a minute.
subscribe('adonisjs-atproto-tap:paused', () => console.log('paused'))
