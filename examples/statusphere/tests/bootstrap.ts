import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import limiter from '@adonisjs/limiter/services/main'
import { assert } from '@japa/assert'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import type { Config } from '@japa/runner/types'

export const plugins: Config['plugins'] = [assert(), pluginAdonisJS(app)]

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [() => testUtils.db().migrate(), () => testUtils.httpServer().start()],
  teardown: [],
}

export const configureSuite: Config['configureSuite'] = (suite) => {
  // All requests come from one address.
  suite.onGroup((group) => void group.each.setup(() => limiter.clear()))
  if (suite.name === 'system') suite.setup(listenToTap)
}

/** Starts the listener, as `listen: true` does in the web server. */
async function listenToTap() {
  const listener = await app.container.make('tap.listener')
  await listener.start()
}
