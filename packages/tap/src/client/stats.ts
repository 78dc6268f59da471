import { E_TAP_INVALID_RESPONSE } from '../errors.js'
import type { TapCursors } from '../types.js'
import { parseJson, request, type Server } from './request.js'

/**
 * The server's counters, for a dashboard or an alert.
 */
export class TapStats {
  #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** Repos that the server follows, in any state. */
  repoCount() {
    return this.#count('repo-count', 'repo_count')
  }

  /** Records that the server knows of, over all repos. */
  recordCount() {
    return this.#count('record-count', 'record_count')
  }

  /** Events that are not acked: the backlog. */
  outboxBuffer() {
    return this.#count('outbox-buffer', 'outbox_buffer')
  }

  /** Live changes that wait for their repo's backfill to end. */
  resyncBuffer() {
    return this.#count('resync-buffer', 'resync_buffer')
  }

  async cursors(): Promise<TapCursors> {
    const { firehose, list_repos: listRepos } = await this.#get('cursors')
    return { firehose: firehose ?? null, listRepos: listRepos ?? null }
  }

  async #count(name: string, key: string): Promise<number> {
    const body = await this.#get(name)
    if (Number.isSafeInteger(body[key])) return body[key]
    throw this.#unexpected(name, body)
  }

  async #get(name: string): Promise<Record<string, any>> {
    const path = `stats/${name}`
    const text = await request(this.#server, 'GET', path)
    const body = text === undefined ? undefined : parseJson(this.#server, path, text)
    if (body && typeof body === 'object') return body
    throw this.#unexpected(name, body)
  }

  #unexpected(name: string, body: unknown) {
    return new E_TAP_INVALID_RESPONSE(
      `The Tap server at ${this.#server.url.origin} returned ${JSON.stringify(body) ?? '404'} for /stats/${name}`
    )
  }
}
