import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    // One row per signed-in browser. Times are milliseconds since the epoch.
    this.schema.createTable('atproto_oauth_sessions', (table) => {
      table.string('id', 64).primary()
      table.string('did', 512).notNullable().index()
      table.string('handle', 253).nullable()
      table.text('tokens').notNullable()
      table.string('lock_owner', 64).nullable()
      table.bigInteger('lock_expires_at').nullable()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable().index()
    })

    // Sign-ins that are on their way, for an hour at most.
    this.schema.createTable('atproto_oauth_states', (table) => {
      table.string('id', 64).primary()
      table.text('data').notNullable()
      // Hashes: how many sign-ins one browser or address has under way is limited.
      table.string('browser', 64).notNullable().index()
      table.string('address', 64).nullable().index()
      table.bigInteger('expires_at').notNullable().index()
    })
  }

  async down() {
    this.schema.dropTable('atproto_oauth_states')
    this.schema.dropTable('atproto_oauth_sessions')
  }
}
