import { isNewerRev, type RecordEvent } from 'adonisjs-atproto-tap'
import type * as status from '../lexicons/status.js'

export default class StatusIndexer {
  async handle(event: RecordEvent<typeof status>) {
    if (!isNewerRev(event.rev, '3l3qo2vutsw2b')) return null
    // @ts-expect-error: a delete has no record.
    const tooEarly: string = event.record.status
    if (event.action === 'delete') return tooEarly

    // @ts-expect-error: the lexicon has no such field.
    const mood: string = event.record.mood
    const emoji: string = event.record.status
    const collection: 'xyz.statusphere.status' = event.collection
    return { emoji, collection, mood }
  }
}
