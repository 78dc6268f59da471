import { readdir } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'
import { stubsRoot } from '../../stubs/main.js'

type Codemods = Awaited<ReturnType<Configure['createCodemods']>>

/**
 * Adds the migration of the tables for dead letters. Its name begins with the current time.
 *
 * @returns false when the app has it already
 */
export async function addMigration(app: Configure['app'], codemods: Codemods): Promise<boolean> {
  const files = await readdir(app.migrationsPath()).catch(() => [])
  if (files.some((file) => file.endsWith('_create_atproto_tap_tables.ts'))) return false
  const migration = { timestamp: Date.now() }
  await codemods.makeUsingStub(stubsRoot, 'migrations/create_atproto_tap_tables.stub', {
    migration,
  })
  return true
}
