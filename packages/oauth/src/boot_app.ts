import type { ApplicationService } from '@adonisjs/core/types'

/**
 * Starts the app in a command that has to run without it as well. What `startApp` does for others.
 */
export async function bootApp(app: ApplicationService): Promise<void> {
  if (app.isReady) return
  await app.boot()
  await app.start(() => {})
}
