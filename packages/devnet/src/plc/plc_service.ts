// CommonJS whose exports can't be told from outside, hence the default import.
import plc from '@did-plc/server'
import type Sqlite from 'better-sqlite3'
import type { FaultGate } from '../faults/fault_gate.js'
import { Listener } from '../http/listener.js'
import type { DevnetServer } from '../types.js'
import { SqlitePlcDatabase } from './plc_database.js'

/** The PLC directory: where `did:plc:…` documents are looked up. */
export class PlcService implements DevnetServer {
  readonly #listener: Listener

  private constructor(listener: Listener) {
    this.#listener = listener
  }

  static async start(
    database: Sqlite.Database,
    port: number,
    gate: FaultGate
  ): Promise<PlcService> {
    const { app } = plc.PlcServer.create({ db: new SqlitePlcDatabase(database) })
    const listener = await Listener.open(app, port, 'PLC directory')
    gate.guard('plc', listener)
    return new PlcService(listener)
  }

  get port(): number {
    return this.#listener.port
  }

  /** By name: the PDS refuses to fetch from a bare IP address, even on loopback. */
  get url(): string {
    return `http://localhost:${this.port}`
  }

  close(): Promise<void> {
    return this.#listener.close()
  }
}
