import type { Browser } from 'playwright-core'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import { App } from './app.js'
import { launchBrowser } from './browser.js'
import { TAP } from './network.js'

/** The network and the app that all specs share which kill neither. */
export interface World {
  devnet: Devnet
  app: App
}

const closers: (() => Promise<void>)[] = []
let shared: Promise<World> | undefined
let launched: Promise<Browser> | undefined

/** Starts at the first call, so that one spec alone starts only what it needs. */
export function world(): Promise<World> {
  shared ??= startWorld()
  return shared
}

export function browser(): Promise<Browser> {
  launched ??= launch()
  return launched
}

/** Last started, first closed; one that fails to close does not keep the others open. */
export async function closeWorld(): Promise<void> {
  const results = []
  for (const close of closers.splice(0).reverse()) {
    results.push(
      await close().then(
        () => undefined,
        (error) => ({ error })
      )
    )
  }
  const failed = results.find((result) => result !== undefined)
  if (failed) throw failed.error
}

async function startWorld(): Promise<World> {
  const devnet = await startDevnet({ tap: TAP })
  closers.push(() => devnet.close())
  const app = await App.start(devnet.env)
  closers.push(() => app.close())
  return { devnet, app }
}

async function launch(): Promise<Browser> {
  const chromium = await launchBrowser()
  closers.push(() => chromium.close())
  return chromium
}
