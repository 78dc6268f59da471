import db from '@adonisjs/lucid/services/db'
import type { IdentityEvent } from 'adonisjs-atproto-tap'

export default class AccountIndexer {
  async handle({ did, handle, status }: IdentityEvent) {
    await db.knexQuery().table('accounts').insert({ did, handle, status }).onConflict('did').merge()
  }
}
