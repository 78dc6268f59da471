/**
 * Binds collections to indexers, like routes to controllers.
 */
import tap from 'adonisjs-atproto-tap/services/main'
import * as app from '#lexicons/app'
import * as xyz from '#lexicons/xyz'

tap.index(xyz.statusphere.status, () => import('#indexers/status_indexer'))
tap.index(app.bsky.actor.profile, () => import('#indexers/profile_indexer'))
tap.identity(() => import('#indexers/account_indexer'))
