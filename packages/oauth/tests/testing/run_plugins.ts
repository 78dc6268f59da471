import { Emitter, Refiner, Runner, type Suite } from '@japa/runner/core'
import type { PluginFn } from '@japa/runner/types'

/**
 * Runs plugins of Japa within a test, where an app exists that they get.
 */
export async function runPlugins(plugins: PluginFn[]) {
  const emitter = new Emitter()
  const context = {
    emitter,
    runner: new Runner(emitter),
    config: { refiner: new Refiner(), suites: [] as Suite[] },
    cliArgs: {},
  }
  for (const plugin of plugins) await plugin(context as never)
}
