import tap from 'adonisjs-atproto-tap/services/main'
import * as status from '../app/lexicons/status.js'

tap
  .index(status, () => import('../app/indexers/status_indexer.js'))
  .identity(() => import('../app/indexers/account_indexer.js'))

// @ts-expect-error: an account's indexer indexes no records.
tap.index(status, () => import('../app/indexers/account_indexer.js'))

const count: number = await tap.stats.repoCount()
const info = await tap.repoInfo('did:plc:alice2345678901234567890')
console.log(count, info?.state)
