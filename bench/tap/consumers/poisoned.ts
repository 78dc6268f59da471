import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import { Meter } from '../../support/meter.js'
import { didOf, STATUS } from '../backlog.js'
import { createApp } from './app.js'

export interface PoisonSettings {
  url: string
  expected: number
  poisonedRepos: number
  /** The first repo whose events are counted. */
  countedFrom: number
  perRepo: number
  /** Milliseconds to watch after the last attempt. */
  silence?: number
}

const settings: PoisonSettings = JSON.parse(process.argv[2]!)
const { url, expected, poisonedRepos, countedFrom, perRepo, silence } = settings
const poisoned = new Map<string, Set<string>>()
for (let repo = 0; repo < poisonedRepos; repo++) poisoned.set(didOf(repo), new Set())
const uncounted = new Set(Array.from({ length: countedFrom }, (_, repo) => didOf(repo)))
const meter = new Meter(expected, silence ? () => watch(silence) : undefined)
const last = { healthy: 0, poisoned: 0 }

/** The first records of a poisoned repo always fail. */
class StatusIndexer {
  async handle({ did, rkey }: RecordEvent) {
    const bad = poisoned.get(did)
    if (bad && (bad.has(rkey) || bad.size < perRepo)) {
      bad.add(rkey)
      throw new Error('Poison')
    }
    last[bad ? 'poisoned' : 'healthy'] = performance.now()
    if (!uncounted.has(did)) meter.count()
  }
}

const app = await createApp({ url })
const tap = await app.container.make('tap')
tap.index(STATUS as any, async () => ({ default: StatusIndexer as any }))
meter.start()
const listener = await app.container.make('tap.listener')
await listener.start()

async function watch(duration: number) {
  const later = last.poisoned - last.healthy
  // The poison may have attempts left.
  while (tap.status().pending.count > 0) await sleep(50)
  const { received } = tap.status().totals
  const before = process.cpuUsage()
  await sleep(duration)
  const { user, system } = process.cpuUsage(before)
  return {
    later,
    silence: {
      received: tap.status().totals.received - received,
      cpu: ((user + system) / 1000 / duration) * 100,
    },
  }
}
