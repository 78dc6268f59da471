import { randomUUID } from 'node:crypto'
import type { DeadLetterReason, DeadLetterStore, NewDeadLetter } from '../../dead_letter.js'
import { createDeadLetter, type DeadLetterEvent } from '../create_dead_letter.js'

export const NOW = 1_800_000_000_000

/** Creates letters of accounts and collections that no other requirement uses. */
export class Scene {
  did = `did:plc:${randomUUID()}`
  collection = `com.example.x${randomUUID().replaceAll('-', '')}`

  constructor(readonly store: DeadLetterStore) {}

  letter(changes: Partial<NewDeadLetter> = {}, event: Partial<DeadLetterEvent> = {}) {
    const { did, collection } = this
    const rkey = randomUUID()
    const values = { did, collection, rkey, rev: '3l3qo2vutsw2b', live: true, ...event }
    return {
      ...createDeadLetter({
        reason: 'failed' as DeadLetterReason,
        frame: `{"id":1,"type":"record","record":{"rkey":"${rkey}"}}`,
        event: { type: 'record', action: 'create', ...values },
        error: 'Boom',
        attempts: 5,
        firstSeenAt: NOW - 1_000,
        parkedAt: NOW,
      }),
      ...changes,
    }
  }

  async put(...letters: NewDeadLetter[]) {
    await this.store.put(letters)
  }

  all() {
    return this.store.read({ did: this.did }, { limit: 1_000, maxBytes: 1e9 })
  }

  async keys() {
    return keysOf(await this.all())
  }

  async ids() {
    const letters = await this.all()
    return letters.map(({ id }) => id)
  }
}

export const keysOf = (letters: { key: string }[]) => letters.map(({ key }) => key)

export interface SceneRequirement {
  title: string
  run(scene: Scene): Promise<void>
}
