const STATUS_ID = /<li class="status" id="([^"]+)"/g

/**
 * Returns the at-uris in a list of statuses from top to bottom, as the server sends it: in the feed
 * the latest status of each account, or all statuses of one account. A status that is shown twice
 * is returned twice. The app does not know an account that has never posted nor signed in.
 *
 * @param pages how many to read; defaults to all
 */
export async function readStatuses(url: string, pages = Infinity): Promise<string[]> {
  const uris: string[] = []
  for (let page = 1; page <= pages; page++) {
    const response = await fetch(`${url}?page=${page}`)
    if (response.status === 404 && page === 1) return []
    if (!response.ok) throw new Error(`Page ${page} of ${url} returned ${response.status}`)
    const html = await response.text()
    uris.push(...[...html.matchAll(STATUS_ID)].map(([, uri]) => uri))
    if (!html.includes('rel="next"')) break
  }
  return uris
}
