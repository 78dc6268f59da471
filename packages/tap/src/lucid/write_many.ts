import type { ModelAttributes } from '@adonisjs/lucid/types/model'
import { deleteMany } from './delete_many.js'
import type { RecordModel, RecordVersion, WriteOptions } from './types.js'
import { upsertMany } from './upsert_many.js'
import { inTransaction } from './write.js'

interface Change extends RecordVersion {
  action: 'create' | 'update' | 'delete'
}

/** The columns of a row that come from the record, without those of `IndexedRecord`. */
export type RecordColumns<Model extends RecordModel> = Omit<
  Partial<ModelAttributes<InstanceType<Model>>>,
  keyof RecordVersion | 'isDeleted'
>

/**
 * Writes the events of a batch in one transaction: creates and updates with `upsertMany`, deletes
 * with `deleteMany`.
 *
 * @throws E_TAP_INVALID_MODEL
 *
 * @example
 * await writeMany(Status, events, ({ record }) => ({ emoji: record.status }))
 */
export async function writeMany<Model extends RecordModel, Event extends Change>(
  model: Model,
  events: Event[],
  columnsOf: (event: Extract<Event, { action: 'create' | 'update' }>) => RecordColumns<Model>,
  options: WriteOptions = {}
): Promise<void> {
  const newest = newestOf(events)
  if (newest.length === 0) return
  const isDelete = ({ action }: Event) => action === 'delete'
  const rows = newest
    .filter((event) => !isDelete(event))
    .map((event) => {
      const { uri, did, rev } = event
      return { ...columnsOf(event as never), uri, did, rev }
    })
  await inTransaction(model, options, async (client) => {
    await upsertMany(model, rows as never, { client })
    await deleteMany(model, newest.filter(isDelete), { client })
  })
}

/** Returns the event with the greatest revision of each record. */
function newestOf<Event extends Change>(events: Event[]): Event[] {
  const newest = new Map<string, Event>()
  for (const event of events) {
    const known = newest.get(event.uri)
    if (!known || known.rev <= event.rev) newest.set(event.uri, event)
  }
  return [...newest.values()]
}
