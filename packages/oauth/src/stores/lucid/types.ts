import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/**
 * Called for each query: a connection that was closed and reopened can be used again.
 */
export type Connect = () => QueryClientContract

export type Knex = ReturnType<QueryClientContract['getWriteClient']>
export type QueryBuilder = ReturnType<Knex>
export type Raw = ReturnType<Knex['raw']>
