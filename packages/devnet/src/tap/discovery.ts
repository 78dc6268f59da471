/**
 * The active repos of a PDS that have a record of this collection. A relay would answer
 * `listReposByCollection`; a PDS has no such index, so each repo is asked what it holds.
 */
export async function findReposByCollection(
  pdsUrl: string,
  collection: string,
  signal: AbortSignal
): Promise<string[]> {
  const found: string[] = []
  for await (const did of activeRepos(pdsUrl, signal)) {
    const { collections = [] } = await query<{ collections?: string[] }>(
      pdsUrl,
      'com.atproto.repo.describeRepo',
      { repo: did },
      signal
    )
    if (collections.includes(collection)) found.push(did)
  }
  return found
}

async function* activeRepos(pdsUrl: string, signal: AbortSignal): AsyncGenerator<string> {
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: { cursor?: string; repos: { did: string; active?: boolean }[] } = await query(
      pdsUrl,
      'com.atproto.sync.listRepos',
      { limit: '1000', ...(cursor && { cursor }) },
      signal
    )
    for (const repo of page.repos) if (repo.active !== false) yield repo.did
    cursor = page.cursor
  }
}

async function query<T>(
  pdsUrl: string,
  method: string,
  params: Record<string, string>,
  signal: AbortSignal
): Promise<T> {
  const url = new URL(`/xrpc/${method}?${new URLSearchParams(params)}`, pdsUrl)
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${method}: status ${response.status}`)
  return (await response.json()) as T
}
