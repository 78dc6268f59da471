import { type DidString, isValidDid } from '@atproto/syntax'
import { repoInfoSchema } from '@atproto/tap'
import { E_TAP_INVALID_DID, E_TAP_INVALID_RESPONSE } from '../errors.js'
import type { DidDocument, RepoInfo } from '../types.js'
import { parseJson, request, type Server } from './request.js'
import { TapStats } from './stats.js'

/**
 * The server writes the DIDs of one call with one INSERT, and SQLite limits its number of values.
 */
const CHUNK = 1000

/**
 * The Tap server's HTTP API. Every method may throw E_TAP_UNREACHABLE, E_TAP_UNAUTHORIZED or
 * E_TAP_INVALID_RESPONSE, and those that take a DID also E_TAP_INVALID_DID, before anything is
 * sent.
 */
export class TapClient {
  readonly stats: TapStats

  #server: Server

  constructor(server: Server) {
    this.#server = server
    this.stats = new TapStats(server)
  }

  /**
   * Follows accounts: their repos are backfilled, then watched. Adding an account again does
   * nothing, so a failed call can be repeated.
   */
  async addRepos(dids: Iterable<string>): Promise<void> {
    await this.#postDids('repos/add', dids)
  }

  /**
   * Stops following accounts. Indexers get no event for it: indexed rows stay until the app removes
   * them.
   */
  async removeRepos(dids: Iterable<string>): Promise<void> {
    await this.#postDids('repos/remove', dids)
  }

  /**
   * Returns the account's DID document, or `null` if the server does not find it. For an unknown
   * DID, the real server returns the same error as for an outage of the directory:
   * E_TAP_INVALID_RESPONSE.
   */
  async resolveDid(did: string): Promise<DidDocument | null> {
    const path = `resolve/${checkDid(did)}`
    const body = await request(this.#server, 'GET', path)
    if (body === undefined) return null

    const document = parseJson(this.#server, path, body)
    if (document?.id !== did) {
      throw new E_TAP_INVALID_RESPONSE(
        `The Tap server at ${this.#server.url.origin} returned the DID document of ${JSON.stringify(document?.id)} for ${did}`
      )
    }
    return document
  }

  /**
   * Returns what the server knows about a repo, or `null` if it does not follow it.
   */
  async repoInfo(did: string): Promise<RepoInfo | null> {
    const path = `info/${checkDid(did)}`
    const body = await request(this.#server, 'GET', path)
    if (body === undefined) return null

    const info = repoInfoSchema.safeParse(parseJson(this.#server, path, body))
    if (info.success) return info.value
    throw new E_TAP_INVALID_RESPONSE(
      `The Tap server at ${this.#server.url.origin} returned invalid repo info for /${path}: ${info.reason.message}`
    )
  }

  /**
   * Resolves when the server is up and accepts the admin password.
   */
  async health(): Promise<{ status: 'ok' }> {
    const body = await request(this.#server, 'GET', 'health')
    const health = body && parseJson(this.#server, 'health', body)
    if (health?.status === 'ok') return { status: 'ok' }
    throw new E_TAP_INVALID_RESPONSE(
      `The Tap server at ${this.#server.url.origin} returned ${JSON.stringify(health)} for /health`
    )
  }

  async #postDids(path: string, dids: Iterable<string>) {
    const unique = [...new Set(Array.from(dids, checkDid))]
    for (let start = 0; start < unique.length; start += CHUNK) {
      await this.#post(path, unique.slice(start, start + CHUNK))
    }
  }

  async #post(path: string, dids: string[]) {
    await request(this.#server, 'POST', path, { dids })
  }
}

/**
 * The server does not decode paths, so a DID must not be encoded.
 */
function checkDid(did: unknown): DidString {
  if (isValidDid(did)) return did
  throw new E_TAP_INVALID_DID(`${JSON.stringify(did)} is not a DID`)
}
