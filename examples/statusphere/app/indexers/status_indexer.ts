import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import type { InvalidRecordEvent } from 'adonisjs-atproto-tap/types'
import { asEmoji } from '#helpers/emojis'
import type * as xyz from '#lexicons/xyz'
import StatusIndex, { type StatusWrite } from '#services/status_index'

/**
 * How long statuses are collected after a transaction, in milliseconds. Storing ten of them
 * together is much faster than one by one, and open pages are notified only twice a second.
 */
const PAUSE = 100

type StatusEvent = RecordEvent<typeof xyz.statusphere.status>

/**
 * A status that is not an emoji is treated like a deleted one, even if it was an emoji before.
 */
@inject()
export default class StatusIndexer {
  /**
   * How many statuses are stored in one transaction. Small, because the web server has other work
   * to do.
   */
  static batchSize = 50

  constructor(protected index: StatusIndex) {}

  async batch(events: StatusEvent[]) {
    const writes = events.map(toWrite)
    await this.index.apply(
      writes.filter((write) => write !== null),
      events.filter((_, position) => writes[position] === null)
    )
    if (events.length < StatusIndexer.batchSize) await sleep(PAUSE)
  }

  async invalid(event: InvalidRecordEvent) {
    await this.index.remove(event)
  }
}

function toWrite({ uri, did, rev, record }: StatusEvent): StatusWrite | null {
  const emoji = record && asEmoji(record.status)
  return emoji ? { uri, did, rev, emoji, createdAt: record.createdAt } : null
}
