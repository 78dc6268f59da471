import type { ApplicationService } from '@adonisjs/core/types'

export { errors } from '../../packages/oauth/index.js'
export { authWith, bootApp, migrate } from '../../packages/oauth/tests/app.js'

/** Calls back for each query, whichever way it is made. */
export async function onQuery(app: ApplicationService, callback: () => void) {
  const db = await app.container.make('lucid.db')
  db.connection().getWriteClient().on('query', callback)
}
