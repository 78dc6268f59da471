import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.js'
import { fetchPage } from './client.js'
import type { EventSource } from './event_source.js'
import { percentile } from './pages.js'
import { Tab } from './tab.js'

export interface LiveCost {
  /** Share of one core that the web process uses. */
  core: number
  /** How far the slowest tab was behind, in milliseconds. */
  lag: number
  /** How long the page took for another visitor in that time, in milliseconds. */
  p99: number
}

const WARM_UP = 2_500
const DURATION = 12_000

/** Opens tabs and posts statuses at a steady rate, and measures once both run. */
export async function measureLive(
  app: App,
  source: EventSource,
  { tabs: count, perSecond }: { tabs: number; perSecond: number }
): Promise<LiveCost> {
  const tabs = Array.from({ length: count }, () => new Tab(app.url))
  for (const tab of tabs) await tab.open()
  const stop = new AbortController()
  const posting = source.post(perSecond, stop.signal)
  await sleep(WARM_UP)

  await app.usage()
  for (const tab of tabs) tab.reset()
  const start = performance.now()
  const times: number[] = []
  while (performance.now() - start < DURATION) {
    const began = performance.now()
    await fetchPage(`${app.url}/`)
    times.push(performance.now() - began)
    await sleep(100)
  }
  const elapsed = performance.now() - start
  const { cpu } = await app.usage()
  for (const tab of tabs) tab.look()

  stop.abort()
  await posting
  for (const tab of tabs) tab.close()
  return {
    core: cpu / elapsed,
    lag: Math.max(...tabs.map(({ longestLag }) => longestLag)),
    p99: percentile(times, 99),
  }
}
