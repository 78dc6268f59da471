import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { APP_FOLDER } from './app_folder.js'
import { chromiumPath } from './browser.js'

/** Ends the process, in one sentence, where something is missing without which nothing here can run. */
export function requireBrowserAndApp(): void {
  const sentence = whatIsMissing()
  if (!sentence) return
  console.error(sentence)
  process.exit(1)
}

function whatIsMissing(): string | undefined {
  if (!chromiumPath()) {
    return 'No Chromium was found: install it (on Debian "apt-get install chromium"), or set CHROMIUM_BIN to one.'
  }
  if (!existsSync(join(APP_FOLDER, 'bin', 'server.ts'))) {
    return `There is no app in ${APP_FOLDER}: set STATUSPHERE_APP to the folder of one, seen from examples/e2e.`
  }
}
