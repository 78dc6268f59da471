import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel, LucidRow, ModelAttributes } from '@adonisjs/lucid/types/model'

/**
 * Identifies one version of a record. Record events have these properties.
 */
export interface RecordVersion {
  uri: string
  did: string
  /** The revision of the repo with this version. */
  rev: string
}

/**
 * A model that is composed with `IndexedRecord`.
 */
export type RecordModel = LucidModel & {
  new (): LucidRow & RecordVersion & { isDeleted: boolean }
}

/**
 * A version of a record, and the values of the model's other columns.
 */
export type RecordRow<Model extends RecordModel> = RecordVersion &
  Omit<Partial<ModelAttributes<InstanceType<Model>>>, keyof RecordVersion | 'isDeleted'>

export interface WriteOptions {
  /** A transaction to use. By default, each call runs in its own transaction. */
  client?: QueryClientContract
}

/**
 * Values by the names of their columns.
 */
export type Columns = Record<string, unknown>

export type Dialect = 'sqlite' | 'postgres' | 'mysql'

/**
 * The inspected table of a model.
 */
export interface RecordTable {
  name: string
  dialect: Dialect
  /** Columns that are null in the row of a deleted record. */
  content: string[]
}
