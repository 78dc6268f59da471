import type { PDS } from '@atproto/pds'
import { PortInUseError, ServiceStoppedError } from '../errors.js'
import type { FaultGate } from '../faults/fault_gate.js'
import { freePort } from '../http/free_port.js'
import type { Interceptor } from '../http/interceptor.js'
import { Listener } from '../http/listener.js'
import type { DevnetPds, XrpcCall } from '../types.js'
import { loadPds } from './load_pds.js'
import { PdsClient } from './pds_client.js'
import { pdsEnvironment, type PdsSecrets } from './pds_config.js'
import { pollAfterWrites } from './poll_after_writes.js'
import { reposByCollection } from './repos_by_collection.js'
import { withdrawInterrupted } from './withdraw_interrupted.js'

export interface PdsServiceOptions {
  /** 0 uses a free port. */
  port: number
  plcUrl: string
  folder: string
  /** shown on the PDS's pages */
  name: string
  secrets: PdsSecrets
  interceptors: readonly Interceptor[]
  gate: FaultGate
}

export class PdsService implements DevnetPds {
  readonly port: number
  readonly #options: PdsServiceOptions
  #running?: { pds: PDS; listener: Listener }

  private constructor(options: PdsServiceOptions, port: number) {
    this.#options = options
    this.port = port
  }

  static async start(options: PdsServiceOptions): Promise<PdsService> {
    // The PDS needs its own address before it listens, so a free port is found first. Another
    // program may take it meanwhile.
    for (let attempt = 1; ; attempt++) {
      const service = new PdsService(options, options.port || (await freePort()))
      try {
        await service.start()
        return service
      } catch (error) {
        const mayRetry = options.port === 0 && attempt < 5
        if (!(error instanceof PortInUseError) || !mayRetry) throw error
      }
    }
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  get adminPassword(): string {
    return this.#options.secrets.adminPassword
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** Starts the PDS again after `stop`, with the same port and accounts. */
  async start(): Promise<void> {
    if (this.#running) return
    const environment = pdsEnvironment({ ...this.#options, port: this.port })
    const { PDS, envToCfg, envToSecrets } = await loadPds()
    const pds = await PDS.create(envToCfg(environment), envToSecrets(environment))
    try {
      pollAfterWrites(pds.ctx.sequencer)
      await pds.ctx.sequencer.start()
      await withdrawInterrupted(pds.ctx)
      const { gate, interceptors } = this.#options
      const listener = await Listener.open({
        app: pds.app,
        port: this.port,
        service: 'PDS',
        interceptors: [...interceptors, gate.interceptor('pds'), reposByCollection(pds)],
      })
      gate.guard('pds', listener)
      this.#running = { pds, listener }
    } catch (error) {
      await release(pds)
      throw error
    }
  }

  /** Stops the PDS, like an outage, and keeps its state. */
  async stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#running = undefined
    await running.listener.close()
    await release(running.pds)
  }

  async lastSequence(): Promise<number | undefined> {
    if (!this.#running) return undefined
    return (await this.#running.pds.ctx.sequencer.curr()) ?? 0
  }

  async call<Output>(nsid: string, call?: XrpcCall): Promise<Output> {
    return this.#client.call(nsid, call)
  }

  async callAsAdmin<Output>(nsid: string, call: XrpcCall): Promise<Output> {
    return this.#client.callAsAdmin(nsid, call)
  }

  get #client(): PdsClient {
    if (!this.#running) throw new ServiceStoppedError('PDS')
    return new PdsClient(this.url, this.adminPassword)
  }

  /** Ends the OAuth grants of an account. @returns their number */
  async revokeGrants(did: string): Promise<number> {
    if (!this.#running) throw new ServiceStoppedError('PDS')
    const { tokenManager } = this.#running.pds.ctx.oauthProvider!
    const grants = await tokenManager.listAccountTokens(did as `did:${string}:${string}`)
    await Promise.all(grants.map(({ id }) => tokenManager.deleteToken(id)))
    return grants.length
  }
}

/** `destroy` alone leaves two of the PDS's databases open. */
async function release(pds: PDS): Promise<void> {
  await pds.ctx.destroy()
  await pds.ctx.sequencer.db.db.destroy()
  await pds.ctx.didCache.db.db.destroy()
}
