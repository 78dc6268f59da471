import { setTimeout as sleep } from 'node:timers/promises'
import { SimpleIndexer, Tap } from '@atproto/tap'
import { Meter } from '../../support/meter.js'
import { readSettings } from '../settings.js'

const { url, expected, work } = readSettings()
const meter = new Meter(expected)
const indexer = new SimpleIndexer()
indexer.error((error) => console.error(error))
indexer.record(async ({ record }) => {
  if (work.kind !== 'nothing') await sleep(work.ms)
  meter.count(record?.sentAt as number | undefined)
})

meter.start()
await new Tap(url).channel(indexer).start()
