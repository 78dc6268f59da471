import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import type { Suite } from '@japa/runner/core'

/** Processes, compilers and browsers start, on cores that may be shared. In milliseconds. */
const TIMEOUTS = {
  workspace: 180_000,
  versions: 180_000,
  upgrade: 180_000,
  new_apps: 300_000,
  browser: 120_000,
  soak: 420_000,
}

/** What a suite needs before its first test, loaded for that suite only. */
const SETUPS: Record<string, () => Promise<{ setUp: () => Promise<() => Promise<void>> }>> = {
  new_apps: () => import('../new_apps/harness/suite.js'),
  browser: () => import('../browser/harness/suite.js'),
}

processCLIArgs(process.argv.slice(2))
configure({
  suites: Object.entries(TIMEOUTS).map(([name, timeout]) => {
    return { name, timeout, files: [`${name}/*.spec.ts`] }
  }),
  plugins: [assert()],
  configureSuite(suite: Suite) {
    const load = SETUPS[suite.name]
    if (load) suite.setup(async () => (await load()).setUp())
  },
})
void run()
