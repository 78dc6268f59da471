import { SimpleIndexer, Tap } from '@atproto/tap'
import { openDatabase } from '../../../packages/tap/tests/lucid/open_database.js'
import { Meter } from '../../support/meter.js'
import { readLucidSettings } from './settings.js'
import { type StatusEvent, writeStatuses } from './statuses.js'

const { url, expected, connection } = readLucidSettings()
openDatabase(connection)
const meter = new Meter(expected)
const indexer = new SimpleIndexer()
indexer.error((error) => console.error(error))
indexer.record(async (event) => {
  const uri = `at://${event.did}/${event.collection}/${event.rkey}`
  await writeStatuses([{ ...event, uri } as unknown as StatusEvent])
  meter.count()
})

meter.start()
await new Tap(url).channel(indexer).start()
