import { compose } from '@adonisjs/core/helpers'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import { IndexedRecord } from 'adonisjs-atproto-tap/lucid'

export default class Status extends compose(BaseModel, IndexedRecord) {
  static table = 'statuses'

  /** `null` once the record is deleted. */
  @column()
  declare status: string | null
}
