import assert from 'node:assert/strict'
import { eventually } from '@tests/support/until'
import { App } from './app.js'
import { DevnetProcess } from './devnet_process.js'
import { readStatuses } from './feed_reader.js'
import { Repo } from './repo.js'

/** A devnet and an app that keep their data, for specs that kill them. */
export class Killable {
  private constructor(
    readonly devnet: DevnetProcess,
    readonly app: App
  ) {}

  static async start(): Promise<Killable> {
    const devnet = await DevnetProcess.start()
    try {
      return new Killable(devnet, await App.start(devnet.env))
    } catch (error) {
      await devnet.close()
      throw error
    }
  }

  /**
   * Waits until the page of each account shows each of its statuses on the PDS once, and no other,
   * and the feed the latest of each.
   */
  async feedHasAllOnce(): Promise<void> {
    await eventually(async () => {
      const latest: string[] = []
      for (const account of this.devnet.accounts) {
        const shown = await readStatuses(`${this.app.url}/profile/${account.did}`)
        assert.deepEqual(shown.toSorted(), (await new Repo(account).statuses()).toSorted())
        latest.push(...shown.slice(0, 1))
      }
      assert.deepEqual((await readStatuses(this.app.url)).toSorted(), latest.toSorted())
    })
  }

  /** Returns the at-uris on the first page of the feed, as a new visitor sees it. */
  async newest(): Promise<string[]> {
    return readStatuses(this.app.url, 1)
  }

  async close(): Promise<void> {
    await this.app.close()
    await this.devnet.close()
  }
}
