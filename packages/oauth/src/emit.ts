import type { EmitterService, LoggerService } from '@adonisjs/core/types'
import type { OAuthEvents } from './events.js'

export type Emit = <Name extends keyof OAuthEvents>(name: Name, data: OAuthEvents[Name]) => void

/**
 * Emits events. A failing listener must not break a sign-in.
 */
export function createEmit(
  emitter: Pick<EmitterService, 'emit'>,
  logger: Pick<LoggerService, 'error'>
): Emit {
  return (name, data) => {
    emitter.emit(name as any, data as any).catch((error: unknown) => {
      logger.error({ err: error }, `A listener of "${name}" failed`)
    })
  }
}
