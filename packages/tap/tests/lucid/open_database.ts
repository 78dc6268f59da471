import { Emitter } from '@adonisjs/core/events'
import { AppFactory } from '@adonisjs/core/factories/app'
import { LoggerFactory } from '@adonisjs/core/factories/logger'
import { Database } from '@adonisjs/lucid/database'
import { BaseModel } from '@adonisjs/lucid/orm'
import type { DatabaseConnection } from '@tests/support/databases'

/** Lucid with one connection, which models use from now on. */
export function openDatabase(connection: DatabaseConnection): Database {
  const app = new AppFactory().create(new URL('./', import.meta.url), () => {})
  const config = { connection: 'main', connections: { main: connection as any } }
  const db = new Database(config, new LoggerFactory().create(), new Emitter(app))
  BaseModel.$adapter = db.modelAdapter()
  return db
}
