import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  protected tableName = 'statuses'

  async up() {
    this.schema.createTable(this.tableName, (table) => {
      table.string('uri').primary()
      table.string('did').notNullable()
      table.string('emoji').nullable()
      table.string('rev').notNullable()
      table.string('indexed_at').notNullable()
      table.string('posted_at').notNullable()
      table.boolean('is_current').notNullable().defaultTo(false)
      table.boolean('is_deleted').notNullable().defaultTo(false)

      /**
       * For the feed, the profile page, the top statuses and the current status of one account.
       * Without the last one, each write scans the current statuses of all accounts.
       */
      table.index(['is_deleted', 'posted_at'])
      table.index(['did', 'is_deleted', 'posted_at'])
      table.index(['is_current', 'emoji'])
      table.index(['did', 'is_current'])
    })
  }

  async down() {
    this.schema.dropTable(this.tableName)
  }
}
