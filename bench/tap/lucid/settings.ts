import type { DatabaseConnection } from '@tests/support/databases'

/** What a consumer that writes to a database is told. */
export interface LucidSettings {
  url: string
  expected: number
  connection: DatabaseConnection
}

export function readLucidSettings(): LucidSettings {
  return JSON.parse(process.argv[2]!)
}
