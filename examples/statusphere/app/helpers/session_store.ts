import { configProvider } from '@adonisjs/core'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { SessionStoreFactory } from '@adonisjs/session/types'
import { keepRecent } from '#helpers/keep_recent'

/** Sessions last for days, so they are not renewed on every page. In milliseconds. */
const TOUCH_INTERVAL = 60 * 60 * 1000

/** For how many sessions a process remembers when they were renewed. */
const LIMIT = 10_000

/**
 * Changes a session store so that showing a page usually writes nothing: a session is renewed once
 * an hour, in the background, and a failure does not affect the page.
 */
export function withoutWaiting(
  stored: ConfigProvider<SessionStoreFactory>
): ConfigProvider<SessionStoreFactory> {
  return configProvider.create(async (app) => {
    const createStore = await stored.resolver(app)
    const logger = await app.container.make('logger')
    const touched = new Map<string, number>()

    function isDue(sessionId: string): boolean {
      const now = Date.now()
      if (now - (touched.get(sessionId) ?? 0) < TOUCH_INTERVAL) return false
      keepRecent(touched, sessionId, now, LIMIT)
      return true
    }

    return (ctx, config) => {
      const store = createStore(ctx, config)
      return {
        read: (sessionId) => store.read(sessionId),
        write: (sessionId, values) => store.write(sessionId, values),
        destroy: (sessionId) => store.destroy(sessionId),
        touch(sessionId) {
          if (!isDue(sessionId)) return
          Promise.resolve(store.touch(sessionId)).catch((error) => {
            touched.delete(sessionId)
            logger.warn(`A session could not be prolonged: ${error.message}`)
          })
        },
      }
    }
  })
}
