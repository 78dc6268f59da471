import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The headless shell is the first choice: it takes a third of the processor time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/** Returns the path of the browser to use: CHROMIUM_BIN, or one on the PATH. */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_BIN) return existsSync(env.CHROMIUM_BIN) ? env.CHROMIUM_BIN : undefined

  return env.PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
}
