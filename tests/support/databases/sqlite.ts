import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestDatabase } from './types.js'

let folder: string | undefined
let created = 0

function start() {
  const path = mkdtempSync(join(tmpdir(), 'sqlite-'))
  process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  return path
}

export const sqlite: TestDatabase = {
  dialect: 'sqlite',
  name: 'SQLite',

  async create() {
    folder ??= start()
    const filename = join(folder, `test_${++created}.sqlite`)
    return { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }
  },
}
