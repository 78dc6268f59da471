import { NodeProcess } from '@tests/support/processes'
import { Restartable } from '@tests/support/restartable'
import { tempFolder } from '@tests/support/temp_folder'
import { LOADER } from '@tests/support/workspace'
import { connectDevnet, type DevnetAccount, type RemoteDevnet } from 'adonisjs-atproto-devnet'
import { Repo } from './repo.js'

/** A devnet in a process of its own, which can be killed and restarts with all it had. */
export class DevnetProcess extends Restartable {
  #devnet?: RemoteDevnet

  private constructor(folder: string, accounts: string[]) {
    const args = [`--import=${LOADER}`, 'devnet_main.ts', folder, ...accounts]
    super(
      () => new NodeProcess(args, { cwd: import.meta.dirname }),
      async (started) => {
        const pdsUrl = await started.message<string>((message) => message?.pdsUrl)
        this.#devnet = await connectDevnet(pdsUrl)
      }
    )
  }

  static async start(accounts = ['alice', 'bob', 'carla']): Promise<DevnetProcess> {
    const devnet = new DevnetProcess(await tempFolder(), accounts)
    await devnet.start()
    return devnet
  }

  get env(): Record<string, string> {
    return this.#devnet!.env
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
}
