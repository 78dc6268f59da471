/** What a column of the published migration holds. */
interface Column {
  type: 'string' | 'text' | 'integer' | 'bigint' | 'boolean'
  /** Of strings, in characters. */
  length?: number
  nullable?: boolean
}

const string = (length: number, nullable = false): Column => ({ type: 'string', length, nullable })
const nullable = (type: Column['type']): Column => ({ type, nullable: true })
const required = (type: Column['type']): Column => ({ type })

/**
 * The columns that the stores read and write, by table.
 */
export const TABLES: Record<string, Record<string, Column>> = {
  atproto_oauth_grants: {
    id: string(64),
    session_id: string(64, true),
    did: string(512),
    handle: string(253, true),
    issuer: required('text'),
    scope: required('text'),
    key_id: string(255, true),
    tokens: required('text'),
    expires_at: nullable('bigint'),
    version: required('integer'),
    sent_version: nullable('integer'),
    is_background: required('boolean'),
    user_agent: string(255, true),
    lock_owner: string(64, true),
    lock_expires_at: nullable('bigint'),
    granted_at: required('bigint'),
    changed_at: required('bigint'),
    last_used_at: required('bigint'),
  },
  atproto_oauth_states: {
    id: string(64),
    data: required('text'),
    browser: string(64),
    address: string(64, true),
    expires_at: required('bigint'),
  },
}

/** What a database says about a column, as Knex reads it. */
export interface ColumnInfo {
  type: string
  maxLength: number | string | null
  nullable: boolean
  defaultValue: unknown
}

/** The names that SQLite, PostgreSQL and MySQL have for what the migration creates. */
const TYPES: Record<Column['type'], RegExp> = {
  string: /char|text/i,
  text: /text/i,
  integer: /int/i,
  bigint: /bigint|int8/i,
  boolean: /bool|tinyint/i,
}

/**
 * Returns why the stores can't use a table as it is: each problem is what follows its name.
 */
export function columnProblems(table: string, found: Record<string, ColumnInfo>): string[] {
  const expected = TABLES[table]
  const own = Object.entries(expected).flatMap(([name, column]) =>
    problemsOf(column, found[name]).map((problem) => `column "${name}" ${problem}`)
  )
  const foreign = Object.entries(found)
    .filter(([name, info]) => !(name in expected) && !info.nullable && info.defaultValue === null)
    .map(([name]) => `column "${name}" is not one of ours, and needs a value`)
  return [...own, ...foreign]
}

function problemsOf(column: Column, info: ColumnInfo | undefined): string[] {
  if (!info) return ['is missing']
  const problems: string[] = []
  if (!TYPES[column.type].test(info.type)) {
    problems.push(`has the type "${info.type}", not ${column.type}`)
  }
  const length = info.maxLength === null ? Infinity : Number(info.maxLength)
  if (column.length !== undefined && length < column.length) {
    problems.push(`holds ${length} characters, not ${column.length}`)
  }
  if (column.nullable && !info.nullable) problems.push('must be nullable')
  return problems
}
