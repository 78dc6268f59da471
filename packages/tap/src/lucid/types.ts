import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel, LucidRow, ModelAttributes } from '@adonisjs/lucid/types/model'

/**
 * What names one version of a record. Every record event is one.
 */
export interface RecordVersion {
  uri: string
  did: string
  /** Revision of the repo that brought this version */
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
  /** A transaction to be part of; otherwise each call is one of its own */
  client?: QueryClientContract
}

/**
 * Values by the names of their columns.
 */
export type Columns = Record<string, unknown>

export type Dialect = 'sqlite' | 'postgres' | 'mysql'

/**
 * The table of a model, known to keep what its rows are guarded by.
 */
export interface RecordTable {
  name: string
  dialect: Dialect
  /** Columns that a deleted record leaves empty */
  content: string[]
}
