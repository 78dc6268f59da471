import type { DatabaseConnection } from '@tests/support/databases'

/** The settings of a consumer that writes to a database. */
export interface LucidSettings {
  url: string
  expected: number
  connection: DatabaseConnection
}

export function readLucidSettings(): LucidSettings {
  return JSON.parse(process.argv[2]!)
}
