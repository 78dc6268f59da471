import assert from 'node:assert/strict'
import { App } from './app.js'
import { DevnetProcess } from './devnet_process.js'
import { eventually } from './eventually.js'
import { readFeed } from './feed_reader.js'

/** A devnet and an app that keep what they have, for specs that kill them. */
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

  /** Waits until the feed, over all its pages, has each status that is on the PDS, once, and no other. */
  async feedHasAllOnce(): Promise<void> {
    await eventually(async () => {
      const feed = await readFeed(this.app.url)
      const statuses = await this.#allStatuses()
      assert.deepEqual(feed.toSorted(), statuses.toSorted())
    })
  }

  /** The at-uris on the first page of the feed, as somebody who comes now would see it. */
  async newest(): Promise<string[]> {
    return readFeed(this.app.url, 1)
  }

  async close(): Promise<void> {
    await this.app.close()
    await this.devnet.close()
  }

  async #allStatuses(): Promise<string[]> {
    const repos = this.devnet.names.map((name) => this.devnet.repo(name))
    const statuses = await Promise.all(repos.map((repo) => repo.statuses()))
    return statuses.flat()
  }
}
