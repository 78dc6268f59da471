import { type Cid, lexToJson } from '@atproto/lex'
import { type BlockMap, cborToLexRecord, readCarWithRoot, verifyRepo } from '@atproto/repo'
import type { RepoSnapshot } from '../types.js'

const TIMEOUT = 300_000

/**
 * Reads a whole repo from its PDS and verifies its signature and tree. Records are in tree order.
 */
export async function downloadRepo(
  pdsUrl: string,
  did: string,
  signingKey: string,
  signal: AbortSignal
): Promise<RepoSnapshot> {
  const { root, blocks } = await readCarWithRoot(await fetchRepo(pdsUrl, did, signal))
  const { commit, creates } = await verifyRepo(blocks, root, did, signingKey)
  const records = creates
    .map(({ collection, rkey, cid }) => ({
      collection: collection as string,
      rkey: rkey as string,
      cid: cid.toString(),
      record: decode(blocks, cid),
    }))
    .sort((a, b) => compare(`${a.collection}/${a.rkey}`, `${b.collection}/${b.rkey}`))
  return { rev: commit.rev, records }
}

async function fetchRepo(pdsUrl: string, did: string, signal: AbortSignal): Promise<Uint8Array> {
  const url = new URL('/xrpc/com.atproto.sync.getRepo', pdsUrl)
  url.searchParams.set('did', did)
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
  })
  if (!response.ok) {
    throw new Error(`failed to get repo: ${response.status}: ${await response.text()}`)
  }
  return new Uint8Array(await response.arrayBuffer())
}

/**
 * A record that can't be decoded is sent with its CID and without content, as in the real server.
 */
function decode(blocks: BlockMap, cid: Cid): unknown {
  const bytes = blocks.get(cid)
  try {
    return bytes && lexToJson(cborToLexRecord(bytes))
  } catch {
    return undefined
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
