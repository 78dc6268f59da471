import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  protected tableName = 'accounts'

  async up() {
    this.schema.createTable(this.tableName, (table) => {
      table.string('did').primary()
      table.string('handle').nullable().index()
      table.string('display_name').nullable()
      table.string('profile_rev').notNullable().defaultTo('')
      table.boolean('is_active').notNullable().defaultTo(true)
    })
  }

  async down() {
    this.schema.dropTable(this.tableName)
  }
}
