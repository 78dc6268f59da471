import { rm } from 'node:fs/promises'
import { NodeProcess } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { LOADERS } from '@tests/support/workspace'
import { Repo } from './repo.js'

export interface DevnetProcessOptions {
  /** Defaults to alice, bob and carla. */
  accounts?: string[]
}

interface Ready {
  env: Record<string, string>
  pdsUrl: string
  accounts: { did: string; handle: string; password: string }[]
}

/** A devnet in a process of its own, which can be killed and restarts with all it had. */
export class DevnetProcess {
  #process?: NodeProcess
  #ready?: Ready

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
    return this.#ready!.env
  }

  get pdsUrl(): string {
    return this.#ready!.pdsUrl
  }

  /** Of the accounts, without `.test`. */
  get names(): string[] {
    return this.#ready!.accounts.map(({ handle }) => handle.split('.')[0])
  }

  account(name: string): Ready['accounts'][number] {
    return this.#ready!.accounts.find(({ handle }) => handle === `${name}.test`)!
  }

  /** The account's repo as any client other than the app sees it. */
  repo(name: string): Repo {
    return new Repo(this.#ready!.pdsUrl, this.account(name))
  }

  async start(): Promise<void> {
    const args = [
      `--import=${LOADERS[7]}`,
      'devnet_main.ts',
      this.folder,
      JSON.stringify(this.options),
    ]
    this.#process = new NodeProcess(args, { cwd: import.meta.dirname })
    this.#ready = await this.#process.message<Ready>((message) => message?.env && message)
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  async close(): Promise<void> {
    await this.#process?.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
