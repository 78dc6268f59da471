import { configProvider } from '@adonisjs/core'
import string from '@adonisjs/core/helpers/string'
import type { ApplicationService } from '@adonisjs/core/types'

/** The default of `config/session.ts`. */
const DEFAULT_AGE = '2h'

/**
 * How long a browser's session lives without a request, in milliseconds.
 */
export async function sessionLifetime(app: ApplicationService): Promise<number> {
  const config = app.config?.get<unknown>('session')
  const resolved = await configProvider.resolve<{ age?: string | number }>(app, config)
  const { age } = resolved ?? (config as { age?: string | number } | undefined) ?? {}
  return string.seconds.parse(age ?? DEFAULT_AGE) * 1000
}
