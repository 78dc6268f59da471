import assert from 'node:assert/strict'
import { eventually } from '@tests/support/until'
import { App } from './app.js'
import { DevnetProcess } from './devnet_process.js'
import { readFeed } from './feed_reader.js'

/** Reading the whole feed takes the app some time: leave it some for other work. */
const FEED_CHECK = { interval: 100 }

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

  /** Waits until all pages of the feed together show each status on the PDS once, and no other. */
  async feedHasAllOnce(): Promise<void> {
    await eventually(async () => {
      const feed = await readFeed(this.app.url)
      const statuses = await this.#allStatuses()
      assert.deepEqual(feed.toSorted(), statuses.toSorted())
    }, FEED_CHECK)
  }

  /** Returns the at-uris on the first page of the feed, as a new visitor sees it. */
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
