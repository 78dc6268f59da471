import { ServiceStoppedError } from '../errors.js'
import type { FaultGate } from '../faults/fault_gate.js'
import type { Interceptor } from '../http/interceptor.js'
import type { PdsService } from '../pds/pds_service.js'
import type { DevnetTap, DevnetTapOptions } from '../types.js'
import { startTap } from './start_tap.js'
import { replaceDatabase } from './storage/database.js'
import type { TapServer } from './types.js'

export interface TapServiceOptions extends DevnetTapOptions {
  /** 0 uses a free port. */
  port: number
  plcUrl: string
  pds: PdsService
  dataDir: string
  interceptors: readonly Interceptor[]
  gate: FaultGate
}

/** The Tap server, which can be stopped and started again. */
export class TapService implements DevnetTap {
  readonly #options: TapServiceOptions
  #server?: TapServer
  #url = ''

  private constructor(options: TapServiceOptions) {
    this.#options = options
  }

  static async start(options: TapServiceOptions): Promise<TapService> {
    const service = new TapService(options)
    await service.start()
    return service
  }

  get url(): string {
    return this.#url
  }

  get port(): number {
    return Number(new URL(this.#url).port)
  }

  get adminPassword(): string {
    return this.#options.adminPassword ?? ''
  }

  get isRunning(): boolean {
    return this.#server !== undefined
  }

  /** @throws ServiceStoppedError */
  get server(): TapServer {
    if (!this.#server) throw new ServiceStoppedError('Tap server')
    return this.#server
  }

  /** Starts Tap again after `stop`, on the same port, with the unacked events. */
  async start(): Promise<void> {
    if (this.#server) return
    const { pds, interceptors, gate, ...options } = this.#options
    this.#server = await startTap(
      {
        ...options,
        pdsUrl: pds.url,
        port: this.#url ? this.port : options.port,
        // Records written before the first start are history: backfill sends them.
        startCursor: await pds.lastSequence(),
      },
      interceptors,
      gate
    )
    this.#url = this.#server.url
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.close()
  }

  /** Restarts Tap with the data of a dump. */
  async restore(dump: Buffer): Promise<void> {
    await this.stop()
    replaceDatabase(this.#options.dataDir, dump)
    await this.start()
  }
}
