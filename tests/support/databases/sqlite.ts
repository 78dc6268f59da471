import { join } from 'node:path'
import { tempFolder } from '../temp_folder.js'
import type { TestDatabase } from './types.js'

export const sqlite: TestDatabase = {
  dialect: 'sqlite',
  name: 'SQLite',

  async create() {
    const filename = join(await tempFolder(), 'db.sqlite3')
    return { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }
  },
}
