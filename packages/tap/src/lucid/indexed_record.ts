import type { NormalizeConstructor } from '@adonisjs/core/types/helpers'
import {
  type BaseModel,
  beforeFetch,
  beforeFind,
  beforePaginate,
  column,
} from '@adonisjs/lucid/orm'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'

type Query = ModelQueryBuilderContract<any>

export interface IndexedRecordMixin {
  new (...args: any[]): {
    uri: string
    did: string
    /** The revision of the repo that wrote the row. Revisions increase, and sort as strings. */
    rev: string
    isDeleted: boolean
  }
  /** Creates a query that includes tombstones. */
  withTombstones: typeof BaseModel.query
}

/** Queries for which it is decided whether they include tombstones. */
const decided = new WeakSet<Query>()

/**
 * Excludes tombstones from a query. Other conditions, such as `orWhere`, apply to the remaining
 * rows.
 */
function hideTombstones(query: Query): Query {
  if (decided.has(query)) return query
  decided.add(query)
  return query.wrapExisting().where(`${query.model.table}.is_deleted`, false).wrapExisting()
}

/**
 * Adds the columns that `upsertMany` and `deleteMany` need to a model. A deleted record leaves a
 * tombstone, a row without content, which queries of the model exclude.
 *
 * @example
 * export default class Status extends compose(BaseModel, IndexedRecord) {
 *   @column()
 *   declare emoji: string | null
 * }
 */
export function IndexedRecord<Model extends NormalizeConstructor<typeof BaseModel>>(
  superclass: Model
): Model & IndexedRecordMixin {
  const allRows = superclass.query

  class IndexedRecordModel extends superclass {
    static selfAssignPrimaryKey = true

    @column({ isPrimary: true })
    declare uri: string

    @column()
    declare did: string

    @column()
    declare rev: string

    @column({ consume: Boolean })
    declare isDeleted: boolean

    static withTombstones: typeof BaseModel.query = function (this: any, options) {
      const query = allRows.call(this, options)
      decided.add(query)
      return query as any
    }

    // Queries of relations don't start at `query`.
    @beforeFind()
    @beforeFetch()
    static hideTombstones(query: Query) {
      hideTombstones(query)
    }

    @beforePaginate()
    static hideTombstonesOfPage([count, query]: [Query, Query]) {
      if (!decided.has(query)) hideTombstones(count)
      decided.add(count)
    }
  }

  // Not a method of the class: it would have to repeat the type.
  IndexedRecordModel.query = function (this: any, options: any) {
    return hideTombstones(allRows.call(this, options))
  } as typeof allRows

  return IndexedRecordModel
}
