import { rm } from 'node:fs/promises'
import { NodeProcess } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { LOADER } from '@tests/support/workspace'
import { connectDevnet, type DevnetAccount, type RemoteDevnet } from 'adonisjs-atproto-devnet'
import { Repo } from './repo.js'

export interface DevnetProcessOptions {
  /** Defaults to alice, bob and carla. */
  accounts?: string[]
}

/** A devnet in a process of its own, which can be killed and restarts with all it had. */
export class DevnetProcess {
  #process?: NodeProcess
  #devnet?: RemoteDevnet

  private constructor(
    readonly folder: string,
    private readonly options: DevnetProcessOptions
  ) {}

  static async start(options: DevnetProcessOptions = {}): Promise<DevnetProcess> {
    const devnet = new DevnetProcess(await tempFolder(), options)
    try {
      await devnet.start()
      return devnet
    } catch (error) {
      await devnet.close()
      throw error
    }
  }

  get env(): Record<string, string> {
    return this.#devnet!.env
  }

  get pdsUrl(): string {
    return this.#devnet!.pds.url
  }

  get accounts(): readonly DevnetAccount[] {
    return this.#devnet!.accounts
  }

  account(name: string): DevnetAccount {
    return this.accounts.find(({ handle }) => handle === `${name}.test`)!
  }

  repo(name: string): Repo {
    return new Repo(this.account(name))
  }

  async start(): Promise<void> {
    const args = [this.folder, JSON.stringify(this.options)]
    this.#process = new NodeProcess([`--import=${LOADER}`, 'devnet_main.ts', ...args], {
      cwd: import.meta.dirname,
    })
    this.#devnet = await connectDevnet(
      await this.#process.message<string>((message) => message?.pdsUrl)
    )
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  async close(): Promise<void> {
    await this.#process?.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
