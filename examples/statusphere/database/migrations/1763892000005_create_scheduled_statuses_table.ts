import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  protected tableName = 'scheduled_statuses'

  async up() {
    this.schema.createTable(this.tableName, (table) => {
      table.increments('id')
      table.string('did').notNullable().index()
      table.string('emoji').notNullable()
      // Of the record that will be created: a repeated attempt creates no second one.
      table.string('rkey').notNullable()
      table.string('due_at').notNullable()
      table.string('time_zone').notNullable()
      table.integer('attempts').notNullable().defaultTo(0)
      // When to try next, null once nobody tries any more.
      table.string('attempt_at').nullable().index()
      table.string('failure').nullable()
    })
  }

  async down() {
    this.schema.dropTable(this.tableName)
  }
}
