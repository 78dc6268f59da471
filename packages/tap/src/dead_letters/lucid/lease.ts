import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { onTable } from '../../lucid/missing_table.js'
import { transaction } from '../../lucid/transaction.js'

export const LEASES_TABLE = 'atproto_tap_leases'

const NAME = 'dead letters'

/**
 * A lease in the database, which one process can hold at a time.
 */
export class Lease {
  #connect: () => QueryClientContract

  constructor(connect: () => QueryClientContract) {
    this.#connect = connect
  }

  async take(owner: string, expired: number, until: number): Promise<boolean> {
    const taken = transaction(this.#connect(), async (trx) => {
      const rows = () => trx.knexQuery().table(LEASES_TABLE)
      const update = () =>
        rows()
          .where({ name: NAME })
          .where((free) => {
            free.where({ owner }).orWhere('expires_at', '<', expired)
          })
          .update({ owner, expires_at: until })
      if ((await update()) > 0) return true
      await rows().insert({ name: NAME, owner: '', expires_at: 0 }).onConflict('name').ignore()
      return (await update()) > 0
    })
    return onTable(LEASES_TABLE, taken)
  }

  async release(owner: string): Promise<void> {
    await transaction(this.#connect(), (trx) =>
      trx
        .knexQuery()
        .table(LEASES_TABLE)
        .where({ name: NAME, owner })
        .update({ owner: '', expires_at: 0 })
    )
  }
}
