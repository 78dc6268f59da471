import './visitors.js'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '@tests/support/chromium'
import { APP_FOLDER } from './app.js'
import { closeWorld } from './world.js'

/** Exits with an error message when the browser or the app is missing. */
export async function setUp() {
  if (!findChromium()) {
    exit(
      'No Chromium was found: install it (on Debian "apt-get install chromium-headless-shell"), or set CHROMIUM_BIN.'
    )
  }
  if (!existsSync(join(APP_FOLDER, 'bin', 'server.ts'))) {
    exit(`There is no app in ${APP_FOLDER}: set STATUSPHERE_APP to a folder, seen from the root.`)
  }
  return closeWorld
}

function exit(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
