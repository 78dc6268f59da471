import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import type { Figure, Line } from '../support/line.js'
import { App } from './app.js'
import { EventSource } from './event_source.js'
import { type LiveCost, measureLive } from './live.js'
import { measurePage, type PageCost } from './pages.js'

const ACCOUNTS = 100
const REQUESTS = 500

interface Running {
  app: App
  source: EventSource
}

/**
 * The example app as it is deployed: one web process in production mode, which listens to Tap. This
 * bench measured the figures under "before" in November 2026, on the same two cores, with the app
 * that was not built and whose live feed and sessions were not redesigned yet. A page must not have
 * become more expensive, although its session is now in the database.
 */
export function createLines(): Line[] {
  let running: Promise<Running> | undefined
  const start = () => (running ??= startAll())
  return [
    createPageLine('page, signed out', start, () => '', { perSecond: 98, p99: 167, cpu: 8.5 }),
    createPageLine('page, signed in', start, ({ app }) => app.cookie, {
      perSecond: 93,
      p99: 172,
      cpu: 10.3,
    }),
    createLiveLine(start, 100, 1, { core: 86, lag: 3_151, p99: 1_059 }),
    createLiveLine(start, 100, 3, { core: 111, lag: 5_752, p99: 1_053 }),
    // No tab refreshed before the posts paused.
    createLiveLine(start, 300, 50, { core: 94, lag: Infinity, p99: 92 }),
  ]
}

async function startAll(): Promise<Running> {
  const devnet: Devnet = await startDevnet({ tap: false })
  const source = await EventSource.start(ACCOUNTS)
  const app = await App.start(devnet, source.url)
  await source.introduce()
  return { app, source }
}

function createPageLine(
  name: string,
  start: () => Promise<Running>,
  cookieOf: (running: Running) => string,
  before: PageCost
): Line {
  return {
    name,
    async measure(pairs) {
      const running = await start()
      const costs: PageCost[] = []
      const measure = () => measurePage(running.app, REQUESTS, cookieOf(running))
      // The first round is for the compiler.
      await measure()
      for (let round = 0; round < pairs; round++) costs.push(await measure())
      const valuesOf = (figure: keyof PageCost) => costs.map((cost) => cost[figure])
      return [
        {
          label: 'requests per second',
          unit: '',
          bound: { atLeast: before.perSecond },
          before: `${before.perSecond}`,
          values: valuesOf('perSecond'),
        },
        {
          label: 'p99, 10 at once',
          unit: ' ms',
          bound: { atMost: before.p99 },
          before: `${before.p99} ms`,
          values: valuesOf('p99'),
        },
        {
          label: 'processor time',
          unit: ' ms',
          bound: { atMost: before.cpu },
          before: `${before.cpu} ms`,
          values: valuesOf('cpu'),
        },
      ]
    },
  }
}

function createLiveLine(
  start: () => Promise<Running>,
  tabs: number,
  perSecond: number,
  before: LiveCost
): Line {
  return {
    name: `${tabs} tabs, ${perSecond} statuses per second`,
    async measure(pairs): Promise<Figure[]> {
      const { app, source } = await start()
      const costs: LiveCost[] = []
      for (let round = 0; round < Math.min(pairs, 3); round++) {
        costs.push(await measureLive(app, source, { tabs, perSecond }))
      }
      const valuesOf = (figure: keyof LiveCost) => costs.map((cost) => cost[figure])
      return [
        {
          label: 'of one core',
          unit: ' %',
          bound: { atMost: 50 },
          before: `${before.core} %`,
          values: valuesOf('core').map((core) => core * 100),
        },
        {
          label: 'the slowest tab is behind',
          unit: ' ms',
          bound: { atMost: perSecond < 10 ? 2_000 + 1_000 / perSecond : 2_000 },
          before: before.lag === Infinity ? 'stopped' : `${before.lag} ms`,
          values: valuesOf('lag'),
        },
        {
          label: 'p99 of other pages',
          unit: ' ms',
          bound: { atMost: 100 },
          before: `${before.p99} ms`,
          values: valuesOf('p99'),
        },
      ]
    },
  }
}
