import { BaseSchema } from '@adonisjs/lucid/schema'
import { deadLetterColumns, leaseColumns } from 'adonisjs-atproto-tap/lucid'

export default class extends BaseSchema {
  async up() {
    // Events that could not be handled. "node ace tap:failed" lists them.
    this.schema.createTable('atproto_tap_dead_letters', deadLetterColumns)

    // Only one process at a time may retry them.
    this.schema.createTable('atproto_tap_leases', leaseColumns)
  }

  async down() {
    this.schema.dropTable('atproto_tap_leases')
    this.schema.dropTable('atproto_tap_dead_letters')
  }
}
