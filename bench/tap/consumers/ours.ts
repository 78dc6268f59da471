import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import { Meter } from '../../support/meter.js'
import { STATUS } from '../backlog.js'
import { status } from '../lexicon.js'
import { readSettings } from '../settings.js'
import { createApp } from './app.js'

const { url, expected, work, checked, concurrency } = readSettings()
const meter = new Meter(expected)

class StatusIndexer {
  async handle({ record }: RecordEvent) {
    if (work.kind === 'wait') await sleep(work.ms)
    meter.count(record?.sentAt as number | undefined)
  }
}

class BatchIndexer {
  size = work.kind === 'batch' ? work.size : 1

  async batch(events: RecordEvent[]) {
    if (work.kind === 'batch') await sleep(work.ms)
    for (const { record } of events) meter.count(record?.sentAt as number | undefined)
  }
}

const app = await createApp({ url, ...(concurrency && { concurrency }) })
const tap = await app.container.make('tap')
const indexer = work.kind === 'batch' ? BatchIndexer : StatusIndexer
tap.index(checked ? status : (STATUS as any), async () => ({ default: indexer as any }))

meter.start()
const listener = await app.container.make('tap.listener')
await listener.start()
