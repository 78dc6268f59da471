import { until } from '@tests/support/until'
import { Burst } from './burst.js'
import { STATUS } from './network.js'

interface Owner {
  did: string
  password: string
}

/** A repo, read and written through the PDS's XRPC as any other client than the app does. */
export class Repo {
  #token?: Promise<string>

  constructor(
    readonly pdsUrl: string,
    readonly owner: Owner
  ) {}

  /** Creates a status, and returns its at-uri when the PDS has stored it. */
  async post(emoji: string): Promise<string> {
    this.#token ??= this.#signIn()
    const { uri } = await this.#call('com.atproto.repo.createRecord', await this.#token, {
      repo: this.owner.did,
      collection: STATUS,
      record: { $type: STATUS, status: emoji, createdAt: new Date().toISOString() },
    })
    return uri
  }

  /** Starts to write this many statuses, without waiting for them. */
  postMany(count: number): Burst {
    return new Burst((emoji) => this.post(emoji), count)
  }

  /** Waits for a status that was not there before, and returns its at-uri at once. */
  statusOtherThan(before: string[]): Promise<string> {
    const findNew = async () => {
      const statuses = await this.statuses()
      return statuses.find((uri) => !before.includes(uri))
    }
    return until(findNew, 'a new status', { interval: 1 })
  }

  /** Returns the at-uris of all statuses in the repo. */
  async statuses(): Promise<string[]> {
    const uris: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = new URLSearchParams({ repo: this.owner.did, collection: STATUS, limit: '100' })
      if (cursor) query.set('cursor', cursor)
      const url = `${this.pdsUrl}/xrpc/com.atproto.repo.listRecords?${query}`
      const response = await fetch(url)
      const page = (await response.json()) as { records: { uri: string }[]; cursor?: string }
      uris.push(...page.records.map(({ uri }) => uri))
      cursor = page.cursor
    }
    return uris
  }

  async #signIn(): Promise<string> {
    const { did, password } = this.owner
    const session = await this.#call('com.atproto.server.createSession', undefined, {
      identifier: did,
      password,
    })
    return session.accessJwt
  }

  async #call(nsid: string, token: string | undefined, body: object): Promise<any> {
    const response = await fetch(`${this.pdsUrl}/xrpc/${nsid}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    if (!response.ok) {
      throw new Error(`${nsid} returned ${response.status}: ${await response.text()}`)
    }
    return response.json()
  }
}
