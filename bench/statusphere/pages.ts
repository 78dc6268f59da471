import type { App } from './app.js'
import { fetchPage } from './client.js'

export interface PageCost {
  perSecond: number
  /** Milliseconds. */
  p99: number
  /** Milliseconds of the web process for one page. */
  cpu: number
}

const AT_ONCE = 10

/** Requests a page many times, some at once. */
export async function measurePage(app: App, requests: number, cookie = ''): Promise<PageCost> {
  const times: number[] = []
  let left = requests
  await app.usage()
  const start = performance.now()
  const visit = async () => {
    while (left-- > 0) {
      const began = performance.now()
      const { status, body } = await fetchPage(`${app.url}/`, cookie ? { cookie } : {})
      if (status !== 200) throw new Error(`The page returned ${status}`)
      if (body.includes('data-testid="me"') !== !!cookie) throw new Error('This is the wrong page')
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visit))
  const elapsed = performance.now() - start
  const { cpu } = await app.usage()
  return { perSecond: (requests * 1000) / elapsed, p99: percentile(times, 99), cpu: cpu / requests }
}

export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]!
}
