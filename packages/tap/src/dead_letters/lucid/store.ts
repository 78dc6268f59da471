import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type {
  DeadLetterCount,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterStore,
  NewDeadLetter,
} from '../../dead_letter.js'
import { onTable } from '../../lucid/missing_table.js'
import { transaction } from '../../lucid/transaction.js'
import { chunked } from './chunked.js'
import { Lease } from './lease.js'
import { REPLACED_COLUMNS, type Row, SUMMARY_COLUMNS, toLetter, toRow, toSummary } from './rows.js'

export const LETTERS_TABLE = 'atproto_tap_dead_letters'

/** Ids in one statement. */
const MAX_IDS = 1_000

type Query = ReturnType<QueryClientContract['knexQuery']>

/**
 * Stores dead letters in the app's database. It reads from the primary, because a replica may still
 * have letters that were just retried.
 */
export class LucidDeadLetterStore implements DeadLetterStore {
  #connect: () => QueryClientContract
  #lease: Lease

  /**
   * @param connect - Called for each query: a connection that was closed can be opened again
   */
  constructor(connect: () => QueryClientContract) {
    this.#connect = connect
    this.#lease = new Lease(connect)
  }

  async put(letters: NewDeadLetter[]) {
    if (letters.length === 0) return
    const newest = [...new Map(letters.map((letter) => [letter.key, letter])).values()]
    await this.#write(async (trx) => {
      for (const chunk of chunked(newest)) {
        const insert = trx.knexQuery().table(LETTERS_TABLE).insert(chunk.map(toRow))
        await insert.onConflict('event_key').merge(REPLACED_COLUMNS)
      }
    })
  }

  async find(id: number) {
    const [row] = await this.#read(this.#query().where({ id }).select('*'))
    return row ? toLetter(row) : null
  }

  async list(filter: DeadLetterFilter, page: DeadLetterPage) {
    const rows: Row[] = await this.#read(this.#page(filter, page).select(SUMMARY_COLUMNS))
    return rows.map(toSummary)
  }

  async read(filter: DeadLetterFilter, page: DeadLetterPage & { maxBytes: number }) {
    // Frames are loaded after their sizes were checked.
    const sizes: Row[] = await this.#read(
      this.#page(filter, page).select(
        'id',
        this.#raw('case when frame is null then 0 else bytes end as size')
      )
    )
    let bytes = 0
    const end = sizes.findIndex(
      ({ size }, index) => (bytes += Number(size)) > page.maxBytes && index > 0
    )
    const ids = sizes.slice(0, end === -1 ? undefined : end).map(({ id }) => Number(id))
    const rows = await Promise.all(
      slices(ids).map((slice) => this.#query().whereIn('id', slice).orderBy('id').select('*'))
    )
    return rows.flat().map(toLetter)
  }

  async count(filter: DeadLetterFilter = {}) {
    const rows: Row[] = await this.#read(
      this.#matching(filter)
        .groupBy('reason', 'kind', 'collection')
        .select('reason', 'kind', 'collection')
        .count('* as count')
        .sum('bytes as bytes')
        .min('first_seen_at as first_seen_at')
    )
    const counts = rows.map(
      ({ reason, kind, collection, count, bytes, first_seen_at: firstSeenAt }) =>
        ({
          reason,
          kind,
          collection,
          count: Number(count),
          bytes: Number(bytes),
          firstSeenAt: Number(firstSeenAt),
        }) as DeadLetterCount
    )
    const keyOf = (count: DeadLetterCount) =>
      JSON.stringify([count.reason, count.collection, count.kind])
    return counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  }

  async delete(ids: number[]) {
    let deleted = 0
    for (const slice of slices(ids))
      deleted += await this.#delete((query) => query.whereIn('id', slice))
    return deleted
  }

  async deleteByDid(did: string) {
    return this.#delete((query) => query.where({ did }))
  }

  async prune(
    filter: DeadLetterFilter,
    { parkedBefore, keepFirst }: { parkedBefore: number; keepFirst?: boolean }
  ) {
    return this.#delete((query, client) => {
      narrow(query, filter).where('parked_at', '<', parkedBefore)
      if (!keepFirst) return query
      const firsts = narrow(client.knexQuery().from(LETTERS_TABLE), filter)
        .groupBy('collection')
        .min('id as id')
      // MySQL can't delete from a table that a subquery reads, unless the subquery is wrapped in
      // another one.
      return query.whereNotIn('id', client.knexQuery().select('id').from(firsts.as('firsts')))
    })
  }

  lock(owner: string, now: number, until: number) {
    return this.#lease.take(owner, now, until)
  }

  unlock(owner: string) {
    return this.#lease.release(owner)
  }

  #read<T>(query: PromiseLike<T>): Promise<T> {
    return onTable(LETTERS_TABLE, query)
  }

  #write<T>(run: (trx: TransactionClientContract) => Promise<T>): Promise<T> {
    return onTable(LETTERS_TABLE, transaction(this.#connect(), run))
  }

  #query(): Query {
    return this.#connect().knexQuery().from(LETTERS_TABLE)
  }

  #raw(sql: string) {
    return this.#connect().knexRawQuery(sql) as any
  }

  #matching(filter: DeadLetterFilter) {
    return narrow(this.#query(), filter)
  }

  #page(filter: DeadLetterFilter, { after = 0, limit }: DeadLetterPage) {
    return this.#matching(filter).where('id', '>', after).orderBy('id').limit(limit)
  }

  async #delete(build: (query: Query, client: QueryClientContract) => Query): Promise<number> {
    return this.#write(async (trx) =>
      Number(await build(trx.knexQuery().from(LETTERS_TABLE), trx).delete())
    )
  }
}

function narrow(query: Query, filter: DeadLetterFilter): Query {
  for (const column of ['reason', 'kind', 'did', 'collection'] as const) {
    const value = filter[column]
    if (value === null) query.whereNull(column)
    else if (value !== undefined) query.where(column, value)
  }
  return query
}

function slices(ids: number[]): number[][] {
  const count = Math.ceil(ids.length / MAX_IDS)
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * MAX_IDS, (index + 1) * MAX_IDS)
  )
}
