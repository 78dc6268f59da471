const STATUS_ID = /<li class="status" id="([^"]+)"/g

/**
 * Returns the at-uris in the feed from top to bottom, as the server sends it. A status that is
 * shown twice is returned twice.
 *
 * @param pages how many to read; defaults to all
 */
export async function readFeed(appUrl: string, pages = Infinity): Promise<string[]> {
  const uris: string[] = []
  for (let page = 1; page <= pages; page++) {
    const response = await fetch(`${appUrl}/?page=${page}`)
    if (!response.ok) throw new Error(`Page ${page} returned ${response.status}`)
    const html = await response.text()
    uris.push(...[...html.matchAll(STATUS_ID)].map(([, uri]) => uri))
    if (!html.includes('rel="next"')) break
  }
  return uris
}
