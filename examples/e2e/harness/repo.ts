import { Burst } from './burst.js'
import { eventually } from './eventually.js'
import { STATUS } from './network.js'

interface Owner {
  did: string
  password: string
}

/** Somebody's repo, read and written over the PDS's XRPC: the work of any client that is not the app. */
export class Repo {
  #token?: Promise<string>

  constructor(
    readonly pdsUrl: string,
    readonly owner: Owner
  ) {}

  /** @returns the new record's at-uri, which the PDS then has for good */
  async post(emoji: string): Promise<string> {
    this.#token ??= this.#signIn()
    const { uri } = await this.#call('com.atproto.repo.createRecord', await this.#token, {
      repo: this.owner.did,
      collection: STATUS,
      record: { $type: STATUS, status: emoji, createdAt: new Date().toISOString() },
    })
    return uri
  }

  /** Begins to write so many, and does not wait for it. */
  postMany(count: number): Burst {
    return new Burst(this, count)
  }

  /** Waits for a status that was not there before, and knows of it at once. @returns its at-uri */
  async statusOtherThan(before: string[]): Promise<string> {
    let fresh: string | undefined
    await eventually(async () => {
      const statuses = await this.statuses()
      fresh = statuses.find((uri) => !before.includes(uri))
      if (!fresh) throw new Error('No new status was written')
    }, 1)
    return fresh!
  }

  /** The at-uris of all statuses in it. */
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
      throw new Error(`${nsid} was answered with ${response.status}: ${await response.text()}`)
    }
    return response.json()
  }
}
