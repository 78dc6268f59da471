import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { tryOut } from '../harness/try_out.js'

tryOut('hypermedia-users', {
  title: 'Edge, session, shield, Lucid, and users with passwords',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid', 'users'],
  stores: 'lucid',
  guard: 'atproto',
  signIn: 'page',
  worker: 'web process',
})

tryOut('hypermedia', {
  title: 'Edge, session, shield and Lucid',
  has: ['edge', 'vine', 'session', 'shield', 'static', 'lucid'],
  stores: 'lucid',
  guard: 'web',
  signIn: 'page',
  worker: 'tap:listen',
})

tryOut('hypermedia-no-database', {
  title: 'Edge, users with passwords, and no database yet',
  has: ['edge', 'vine', 'session', 'users'],
  stores: 'memory',
  guard: 'atproto',
  signIn: 'page',
  worker: 'web process',

  async byHand(app) {
    if (app.major === 6) return
    // Its user model wants what only a migration generates.
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
