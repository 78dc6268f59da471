import { BaseSchema } from '@adonisjs/lucid/schema'
import { recordColumns } from 'adonisjs-atproto-tap/lucid'

export default class extends BaseSchema {
  protected tableName = 'statuses'

  async up() {
    this.schema.createTable(this.tableName, (table) => {
      recordColumns(table)
      table.string('emoji').nullable()
      table.string('posted_at').nullable()
      table.boolean('is_current').nullable()

      /**
       * For the profile page, the feed, the top statuses and the current status of one account.
       * Without the last one, each write scans the current statuses of all accounts.
       */
      table.index(['did', 'is_deleted', 'posted_at'])
      table.index(['is_current', 'posted_at'])
      table.index(['is_current', 'emoji'])
      table.index(['did', 'is_current'])
    })
  }

  async down() {
    this.schema.dropTable(this.tableName)
  }
}
