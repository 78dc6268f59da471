import { openDatabase } from '../../../packages/tap/tests/lucid/open_database.js'
import { Meter } from '../../support/meter.js'
import { createApp } from '../consumers/app.js'
import { status } from '../lexicon.js'
import { readLucidSettings } from './settings.js'
import { type StatusEvent, writeStatuses } from './statuses.js'

const { url, expected, connection } = readLucidSettings()
openDatabase(connection)
const meter = new Meter(expected)

class StatusIndexer {
  async batch(events: StatusEvent[]) {
    await writeStatuses(events)
    for (let count = 0; count < events.length; count++) meter.count()
  }
}

const app = await createApp({ url })
const tap = await app.container.make('tap')
tap.index(status, async () => ({ default: StatusIndexer }))

meter.start()
const listener = await app.container.make('tap.listener')
await listener.start()
