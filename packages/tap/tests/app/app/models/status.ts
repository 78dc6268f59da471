import { BaseModel, column } from '@adonisjs/lucid/orm'

export default class Status extends BaseModel {
  static table = 'statuses'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare uri: string

  @column()
  declare did: string

  @column()
  declare rev: string

  /** `null` once the record is deleted */
  @column()
  declare status: string | null
}
