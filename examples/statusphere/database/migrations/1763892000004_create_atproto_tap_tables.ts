import { BaseSchema } from '@adonisjs/lucid/schema'
import { deadLetterColumns, leaseColumns } from 'adonisjs-atproto-tap/lucid'

export default class extends BaseSchema {
  async up() {
    // Events that were set aside. "node ace tap:failed" lists them.
    this.schema.createTable('atproto_tap_dead_letters', deadLetterColumns)

    // Of several processes, one at a time retries them.
    this.schema.createTable('atproto_tap_leases', leaseColumns)
  }

  async down() {
    this.schema.dropTable('atproto_tap_leases')
    this.schema.dropTable('atproto_tap_dead_letters')
  }
}
