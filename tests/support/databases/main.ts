import { test } from '@japa/runner'
import type { Group } from '@japa/runner/core'
import { skipGroup } from '../skip_group.js'
import { mysql } from './mysql.js'
import { postgres } from './postgres.js'
import { sqlite } from './sqlite.js'
import type { TestDatabase } from './types.js'

export type { DatabaseConnection, TestDatabase } from './types.js'

/**
 * Every database that our packages support, on real servers.
 */
export const databases = [sqlite, postgres, mysql]

/**
 * A group of the same specs for each database. Where a server is not installed, its group is
 * skipped by name, with the reason.
 */
export function onEachDatabase(
  title: string,
  define: (database: TestDatabase, group: Group) => void
) {
  for (const database of databases) {
    test.group(`${title} (${database.name})`, (group) => {
      skipGroup(group, database.missing)
      define(database, group)
    })
  }
}
