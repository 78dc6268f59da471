// A CommonJS package whose named exports Node.js does not detect, hence the default import.
import plc from '@did-plc/server'
import type Sqlite from 'better-sqlite3'
import type { FaultGate } from '../faults/fault_gate.js'
import type { Interceptor } from '../http/interceptor.js'
import { Listener } from '../http/listener.js'
import type { DevnetServer } from '../types.js'
import { SqlitePlcDatabase } from './plc_database.js'

export interface PlcServiceOptions {
  database: Sqlite.Database
  /** 0 uses a free port. */
  port: number
  interceptors: readonly Interceptor[]
  gate: FaultGate
}

/** The PLC directory, which serves `did:plc:…` documents. */
export class PlcService implements DevnetServer {
  readonly #listener: Listener

  private constructor(listener: Listener) {
    this.#listener = listener
  }

  static async start(options: PlcServiceOptions): Promise<PlcService> {
    const { app } = plc.PlcServer.create({ db: new SqlitePlcDatabase(options.database) })
    const listener = await Listener.open({
      app,
      port: options.port,
      service: 'PLC directory',
      interceptors: [...options.interceptors, options.gate.interceptor('plc')],
    })
    options.gate.guard('plc', listener)
    return new PlcService(listener)
  }

  get port(): number {
    return this.#listener.port
  }

  /** A host name, because the PDS refuses to send requests to IP addresses, even loopback ones. */
  get url(): string {
    return `http://localhost:${this.port}`
  }

  close(): Promise<void> {
    return this.#listener.close()
  }
}
