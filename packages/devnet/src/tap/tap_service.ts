import type { PdsService } from '../pds/pds_service.js'
import { startTap } from './start_tap.js'
import type { TapServer } from './types.js'
import type { DevnetTap, DevnetTapOptions } from '../types.js'

export interface TapServiceOptions extends DevnetTapOptions {
  /** 0 takes a free one */
  port: number
  plcUrl: string
  pds: PdsService
  dataDir: string
}

/** The Tap server, which can be taken away and brought back as the PDS can. */
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

  /** Starts it again after `stop`, on the same port, with what it had not yet been told is done. */
  async start(): Promise<void> {
    if (this.#server) return
    const { pds, ...options } = this.#options
    this.#server = await startTap({
      ...options,
      pdsUrl: pds.url,
      port: this.#url ? this.port : options.port,
      // What was written before the first start is history, which back-fill has to tell.
      startCursor: await pds.lastSequence(),
    })
    this.#url = this.#server.url
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.close()
  }
}
