import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    // The grants of accounts. Times are in milliseconds since the epoch.
    // The columns are not named created_at and updated_at, which Lucid treats as dates.
    this.schema.createTable('atproto_oauth_grants', (table) => {
      table.string('id', 64).primary()
      // The session of the browser that uses the grant, if any.
      table.string('session_id', 64).nullable().unique()
      table.string('did', 512).notNullable().index()
      table.string('handle', 253).nullable()
      table.text('issuer').notNullable()
      table.text('scope').notNullable()
      table.string('key_id', 255).nullable()
      // Token set and DPoP key, encrypted.
      table.text('tokens').notNullable()
      table.bigInteger('expires_at').nullable()
      table.integer('version').notNullable()
      table.integer('sent_version').nullable()
      table.boolean('is_background').notNullable()
      table.string('user_agent', 255).nullable()
      table.string('lock_owner', 64).nullable()
      table.bigInteger('lock_expires_at').nullable()
      table.bigInteger('granted_at').notNullable()
      table.bigInteger('changed_at').notNullable().index()
      table.bigInteger('last_used_at').notNullable().index()
    })

    // Pending sign-ins, for up to an hour.
    this.schema.createTable('atproto_oauth_states', (table) => {
      table.string('id', 64).primary()
      table.text('data').notNullable()
      // Hashes, to limit the pending sign-ins of a browser and of an address.
      table.string('browser', 64).notNullable().index()
      table.string('address', 64).nullable().index()
      table.bigInteger('expires_at').notNullable().index()
    })
  }

  async down() {
    this.schema.dropTable('atproto_oauth_states')
    this.schema.dropTable('atproto_oauth_grants')
  }
}
