import type { ApplicationService } from '@adonisjs/core/types'

/**
 * Does what `startApp: true` does, for commands that must also run when the app can't start.
 */
export async function bootApp(app: ApplicationService): Promise<void> {
  if (app.isReady) return
  await app.boot()
  await app.start(() => {})
}
