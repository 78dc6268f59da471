import { BaseModel, column } from '@adonisjs/lucid/orm'

export default class User extends BaseModel {
  @column({ isPrimary: true })
  declare id: number

  @column()
  declare did: string

  @column()
  declare handle: string

  @column()
  declare createdAt: number
}
