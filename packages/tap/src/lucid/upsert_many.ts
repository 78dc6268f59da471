import type { Columns, RecordModel, RecordRow, WriteOptions } from './types.js'
import { inTransaction, type VersionColumns, writeNewer } from './write.js'

/**
 * Writes the rows of records, each only where it is newer than what is stored: nothing that comes
 * twice, late or from several processes at once undoes a newer write, nor brings back what was
 * deleted. Hooks of the model don't run.
 *
 * @throws E_TAP_INVALID_MODEL
 */
export async function upsertMany<Model extends RecordModel>(
  model: Model,
  rows: RecordRow<Model>[],
  options: WriteOptions = {}
): Promise<void> {
  if (rows.length === 0) return
  await inTransaction(model, options, async (trx, table) => {
    const columns = sameColumns(rows.map((row) => columnsOf(model, row, trx.connectionName)))
    await writeNewer(trx, table, columns, updatesOf(model, columns[0]))
  })
}

/** The methods that a model calls before an insert. Its public types leave them out. */
interface Insertable {
  initiateAutoCreateColumns(): void
  prepareForAdapter(attributes: object): VersionColumns
}

/**
 * The row as the model would insert it.
 */
function columnsOf(model: RecordModel, row: Columns, connection: string): VersionColumns {
  const instance = new model() as InstanceType<RecordModel> & Insertable
  instance.$options = { connection }
  instance.fill({ ...row, isDeleted: false } as object)
  instance.initiateAutoCreateColumns()
  return instance.prepareForAdapter(instance.$attributes)
}

/**
 * A value that one row leaves out and another has is null: what an author removed from a record is
 * not to stay.
 */
function sameColumns(rows: VersionColumns[]): VersionColumns[] {
  const empty = Object.fromEntries(
    rows.flatMap((row) => Object.keys(row)).map((key) => [key, null])
  )
  return rows.map((row) => {
    const known = Object.entries(row).filter(([, value]) => value !== undefined)
    return { ...empty, ...Object.fromEntries(known) } as VersionColumns
  })
}

function updatesOf(model: RecordModel, row: VersionColumns) {
  const fixed = new Set(['uri', 'did'])
  for (const { columnName, meta } of model.$columnsDefinitions.values()) {
    // When a row was created does not change.
    if (meta?.autoCreate && !meta.autoUpdate) fixed.add(columnName)
  }
  const names = Object.keys(row).filter((name) => !fixed.has(name))
  return Object.fromEntries(names.map((name) => [name, 'new' as const]))
}
