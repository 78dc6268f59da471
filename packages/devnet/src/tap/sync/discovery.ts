import { setTimeout as delay } from 'node:timers/promises'

const RETRY_DELAY = 60_000
const TIMEOUT = 30_000

/**
 * Finds the repos with records in this collection, as the real server does with its relay. The PDS
 * of a devnet supports that request. Other PDSes don't, and repos are found at their next write.
 */
export async function discoverRepos(options: {
  pdsUrl: string
  collection: string
  onFound: (dids: string[]) => void
  onError: (error: Error) => void
  signal: AbortSignal
}): Promise<void> {
  while (!options.signal.aborted) {
    try {
      for await (const dids of pages(options)) options.onFound(dids)
      return
    } catch (error) {
      if (options.signal.aborted) return
      options.onError(error as Error)
      await delay(RETRY_DELAY, null, { signal: options.signal }).catch(() => {})
    }
  }
}

async function* pages(options: {
  pdsUrl: string
  collection: string
  signal: AbortSignal
}): AsyncGenerator<string[]> {
  const url = new URL('/xrpc/com.atproto.sync.listReposByCollection', options.pdsUrl)
  url.searchParams.set('collection', options.collection)
  url.searchParams.set('limit', '1000')

  for (let isLast = false; !isLast;) {
    const response = await fetch(url, {
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT)]),
    })
    if (!response.ok) throw new Error(`listReposByCollection: status ${response.status}`)

    const page = (await response.json()) as { repos: { did: string }[]; cursor?: string }
    if (page.repos.length > 0) yield page.repos.map((repo) => repo.did)
    url.searchParams.set('cursor', page.cursor ?? '')
    isLast = !page.cursor || page.repos.length === 0
  }
}
