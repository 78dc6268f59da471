import type Sqlite from 'better-sqlite3'

/** Small named values that survive a restart, stored as JSON. */
export class StateStore {
  readonly #read: Sqlite.Statement<[string], { value: string }>
  readonly #write: Sqlite.Statement<[string, string]>

  constructor(database: Sqlite.Database) {
    database.exec('CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
    this.#read = database.prepare('SELECT value FROM state WHERE name = ?')
    this.#write = database.prepare('INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)')
  }

  get<Value>(name: string): Value | undefined {
    const row = this.#read.get(name)
    return row && (JSON.parse(row.value) as Value)
  }

  set(name: string, value: unknown): void {
    this.#write.run(name, JSON.stringify(value))
  }

  /** Returns the stored value, or stores an initial one. */
  remember<Value>(name: string, first: () => Value): Value {
    const kept = this.get<Value>(name)
    if (kept !== undefined) return kept
    const value = first()
    this.set(name, value)
    return value
  }
}
