const STATUS_ID = /<li class="status" id="([^"]+)"/g

/**
 * Returns the at-uris in the feed from top to bottom, as the server sends it: the latest status of
 * each account. A status that is shown twice is returned twice.
 *
 * @param pages how many to read; defaults to all
 */
export async function readFeed(appUrl: string, pages = Infinity): Promise<string[]> {
  return readPages(`${appUrl}/`, pages)
}

/**
 * Returns the at-uris on all pages of one account, from top to bottom. The app does not know an
 * account that has never posted nor signed in.
 */
export async function readProfile(appUrl: string, did: string): Promise<string[]> {
  return readPages(`${appUrl}/profile/${did}`)
}

async function readPages(url: string, pages = Infinity): Promise<string[]> {
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
