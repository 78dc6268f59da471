import { E_TAP_BAD_ANSWER } from '../errors.js'
import type { TapCursors } from '../types.js'
import { parseJson, request, type Server } from './request.js'

/**
 * The server's counters, for a dashboard or an alert.
 */
export class TapStats {
  constructor(protected server: Server) {}

  /** Repos that the server follows, in whatever state */
  repoCount() {
    return this.#count('repo-count', 'repo_count')
  }

  /** Records that the server knows of, over all repos */
  recordCount() {
    return this.#count('record-count', 'record_count')
  }

  /** Events that wait to be acked: the backlog */
  outboxBuffer() {
    return this.#count('outbox-buffer', 'outbox_buffer')
  }

  /** Live changes that wait for their repo's back-fill to end */
  resyncBuffer() {
    return this.#count('resync-buffer', 'resync_buffer')
  }

  async cursors(): Promise<TapCursors> {
    const { firehose, list_repos: listRepos } = await this.#get('cursors')
    return { firehose: firehose ?? null, listRepos: listRepos ?? null }
  }

  async #count(name: string, key: string): Promise<number> {
    const answer = await this.#get(name)
    if (Number.isSafeInteger(answer[key])) return answer[key]
    throw this.#unexpected(name, answer)
  }

  async #get(name: string): Promise<Record<string, any>> {
    const path = `stats/${name}`
    const body = await request(this.server, 'GET', path)
    const answer = body === undefined ? undefined : parseJson(this.server, path, body)
    if (answer && typeof answer === 'object') return answer
    throw this.#unexpected(name, answer)
  }

  #unexpected(name: string, answer: unknown) {
    return new E_TAP_BAD_ANSWER(
      `The Tap server at ${this.server.url.origin} answered /stats/${name} with ${JSON.stringify(answer) ?? '404'}`
    )
  }
}
