import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../../scripts/test/chromium.mjs'

/** What a browser in a sandbox, run by root, must do without, and what it must not send home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @returns the path of the browser, or undefined where there is none */
export function chromiumPath(): string | undefined {
  return findChromium()
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: FLAGS })
}
