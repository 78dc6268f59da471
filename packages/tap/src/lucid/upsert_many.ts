import type { Columns, RecordModel, RecordRow, WriteOptions } from './types.js'
import { inTransaction, type VersionColumns, writeNewer } from './write.js'

/**
 * Writes rows that are newer than the stored ones. Events that arrive twice, late or in several
 * processes can't overwrite a newer row, and can't bring back a deleted one. Hooks of the model
 * don't run.
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

/** Methods that a model calls before an insert, which its public types don't have. */
interface Insertable {
  initiateAutoCreateColumns(): void
  prepareForAdapter(attributes: object): VersionColumns
}

/**
 * Returns the row as the model would insert it.
 */
function columnsOf(model: RecordModel, row: Columns, connection: string): VersionColumns {
  const instance = new model() as InstanceType<RecordModel> & Insertable
  instance.$options = { connection }
  instance.fill({ ...row, isDeleted: false } as object)
  instance.initiateAutoCreateColumns()
  return instance.prepareForAdapter(instance.$attributes)
}

/**
 * Sets values that are missing in one row, but not in others, to null, so that removed values don't
 * stay.
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
    // The creation time of a row does not change.
    if (meta?.autoCreate && !meta.autoUpdate) fixed.add(columnName)
  }
  const names = Object.keys(row).filter((name) => !fixed.has(name))
  return Object.fromEntries(names.map((name) => [name, 'new' as const]))
}
