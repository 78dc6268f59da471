import { findChromium } from '@tests/support/chromium'
import { type Browser, chromium } from 'playwright-core'

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** Playwright's own flags let root run it, and keep it from sending anything to its maker. */
const FLAGS = ['--disable-gpu', '--disable-quic']

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: FLAGS })
