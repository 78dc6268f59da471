import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defineAppSuite } from './harness/app_suite.js'

defineAppSuite('hypermedia-users', {
  title: 'Edge, session, shield, Lucid, and users with passwords',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid', 'users'],
  stores: 'lucid',
  signIn: 'page',
  worker: 'web process',
})

defineAppSuite('hypermedia', {
  title: 'Edge, session, shield and Lucid',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid'],
  stores: 'lucid',
  signIn: 'page',
  worker: 'tap:listen',
})

defineAppSuite('hypermedia-no-database', {
  title: 'Edge, users with passwords, and no database yet',
  has: ['edge', 'vine', 'session', 'users'],
  stores: 'memory',
  signIn: 'page',
  worker: 'web process',

  async userEdits(app) {
    if (app.major === 6) return
    // The user model imports what only a migration generates.
    await mkdir(join(app.dir, 'database'), { recursive: true })
    await app.write(
      'database/schema.ts',
      `import { BaseModel, column } from '@adonisjs/lucid/orm'

export class UserSchema extends BaseModel {
  @column({ isPrimary: true })
  declare id: number
  @column()
  declare email: string
  @column()
  declare password: string
}
`
    )
  },
})
