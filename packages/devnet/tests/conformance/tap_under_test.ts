import { Tap } from '@atproto/tap'
import type { TestContext } from '@japa/runner/core'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import type { Devnet } from '../../index.js'
import type { DevnetAccount } from '../../src/accounts/account.js'
import { adminAuthorization } from '../../src/http/admin_authorization.js'
import { ChannelClient } from './channel_client.js'
import { launchEmbeddedTap, launchEmbeddedTapProcess } from './embedded_tap.js'
import { launchReal } from './real_tap.js'
import type { TapProcess, TapUnderTestOptions } from './tap_process.js'

export const isReal = process.env.TAP_UNDER_TEST === 'real'

interface Options extends TapUnderTestOptions {
  /** default: a new folder */
  dataDir?: string
  /** run it in a separate process, so that it can be killed */
  ownProcess?: boolean
}

/** Starts the server that is being tested, stopped when the test is done. */
export async function tapFor(
  context: TestContext,
  devnet: Devnet,
  { dataDir, ownProcess, ...options }: Options = {}
): Promise<TapUnderTest> {
  const embedded = ownProcess ? launchEmbeddedTapProcess : launchEmbeddedTap
  const launch = { devnet, dataDir: dataDir ?? (await tempFolder()), options }
  const tap = new TapUnderTest(
    await (isReal ? launchReal : embedded)(launch),
    options.adminPassword
  )
  context.cleanup(() => tap.stop())
  return tap
}

/** The embedded or the real Tap, as its clients see it. */
export class TapUnderTest {
  #clients: ChannelClient[] = []
  #ended: Promise<void> | undefined

  constructor(
    private server: TapProcess,
    private password: string | undefined
  ) {}

  get url(): string {
    return this.server.url
  }

  async connect(options: { acks?: boolean; raw?: boolean } = {}): Promise<ChannelClient> {
    const client = await ChannelClient.connect(this.url, { ...options, ...this.#credentials })
    this.#clients.push(client)
    return client
  }

  async request(
    path: string,
    { json, ...init }: RequestInit & { json?: unknown } = {}
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const response = await fetch(this.url + path, {
      ...init,
      ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
      headers: {
        ...this.#credentials,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(init.headers as Record<string, string>),
      },
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  add(...accounts: { did: string }[]): Promise<void> {
    return this.#client.addRepos(accounts.map(({ did }) => did))
  }

  remove(...accounts: { did: string }[]): Promise<void> {
    return this.#client.removeRepos(accounts.map(({ did }) => did))
  }

  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.request(path)
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
    return JSON.parse(text) as T
  }

  info({ did }: { did: string }) {
    return this.get<{ state: string; handle: string; rev: string; records: number }>(`/info/${did}`)
  }

  async isFollowed({ did }: { did: string }): Promise<boolean> {
    const { status } = await this.request(`/info/${did}`)
    return status !== 404
  }

  /** Waits until a followed repo is in this state. */
  async untilState(account: { did: string }, state: string): Promise<void> {
    await until(
      async () => {
        const info = await this.info(account)
        return info.state === state
      },
      () => `${account.did} to be ${state}`
    )
  }

  /** Follows accounts and waits until their repos were read. */
  async follow(...accounts: { did: string }[]): Promise<void> {
    await this.add(...accounts)
    for (const account of accounts) await this.untilState(account, 'active')
  }

  /** Waits until a restart would miss nothing. */
  async untilCursorIsSaved(): Promise<void> {
    const { firehose } = await this.get<{ firehose: number }>('/stats/cursors')
    await this.server.cursorSaved?.(firehose)
  }

  /** The real server can't verify handles in `.test`, which are not in DNS. */
  handleOf(account: DevnetAccount): string {
    return isReal ? 'handle.invalid' : account.handle
  }

  stop(): Promise<void> {
    return (this.#ended ??= this.#end('SIGTERM'))
  }

  kill(): Promise<void> {
    return (this.#ended ??= this.#end('SIGKILL'))
  }

  /** The official client. */
  get #client(): Tap {
    return new Tap(this.url, { adminPassword: this.password })
  }

  get #credentials(): { authorization?: string } {
    return this.password ? { authorization: adminAuthorization(this.password) } : {}
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.server.end(signal)
    for (const client of this.#clients) client.close()
  }
}
