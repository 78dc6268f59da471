import {
  type Devnet,
  type DevnetAccount,
  type DevnetOptions,
  startDevnet,
} from 'adonisjs-atproto-devnet'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { Statusphere } from '../pages/statusphere.js'
import { App } from './app.js'
import { launchChromium } from './launch.js'
import { TAP } from './network.js'

/** The network and the app of all specs that kill neither. */
export interface World {
  devnet: Devnet
  app: App
}

/** The longest wait for anything, in milliseconds: the machine may be slow. */
const TIMEOUT = 30_000

const resources = new AsyncDisposableStack()
let shared: Promise<World> | undefined
let launched: Promise<Browser> | undefined

/** Starts on the first call, so that a spec starts only what it needs. */
export function world(): Promise<World> {
  shared ??= startWorld()
  return shared
}

/** Creates an account of its own for a spec. */
export async function createAccount(): Promise<DevnetAccount> {
  const { devnet } = await world()
  return devnet.createAccount()
}

/** Opens a browser of its own, which shares no cookie with the others and shows no page yet. */
export async function openBrowser(app: App, options?: BrowserContextOptions): Promise<Statusphere> {
  launched ??= launchChromium().then((started) => resources.use(started))
  const chromium = await launched
  // The drawing on the start page moves, which takes a core as long as a page is open.
  const still = { locale: 'en-GB', reducedMotion: 'reduce' } as const
  const context = await chromium.newContext({ ...still, ...options })
  context.setDefaultTimeout(TIMEOUT)
  return new Statusphere(await context.newPage(), app.url)
}

/** Closes in reverse order; a failure does not keep the rest open. */
export function closeWorld(): Promise<void> {
  return resources.disposeAsync()
}

export async function startWorld(options?: DevnetOptions): Promise<World> {
  const devnet = resources.use(await startDevnet({ tap: TAP, ...options }))
  const app = await App.start(devnet.env)
  resources.defer(() => app.close())
  return { devnet, app }
}
