import { readFile, writeFile } from 'node:fs/promises'
import type { CommandLike } from './types.js'

const LINE = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/

/** Returns the names and the unparsed values. */
export function parseEnv(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const match = LINE.exec(line)
    return match ? [[match[1]!, match[2]!] as const] : []
  })
  return new Map(lines)
}

export interface EnvVariable {
  value: string
  /** In `.env.example`, which is committed. Defaults to the value. */
  example?: string
  /** Whether to replace this existing value, in both files. Others are kept. */
  replaces?(current: string): boolean
  /** Whether to replace any existing value in `.env`. */
  force?: boolean
}

/**
 * Adds missing variables to `.env` and `.env.example` separately, because `.env` may already have
 * one that the example does not have. The codemod of AdonisJS overwrites values, and writes no
 * newline at the end, so that the next appended line breaks the last one.
 */
export async function writeEnv(command: CommandLike, variables: Record<string, EnvVariable>) {
  await writeFileOf(command, '.env', variables)
  const examples = Object.entries(variables).map(([name, { value, example = value, replaces }]) => [
    name,
    { value: example, replaces },
  ])
  await writeFileOf(command, '.env.example', Object.fromEntries(examples))
}

async function writeFileOf(
  { app, logger }: CommandLike,
  name: string,
  variables: Record<string, EnvVariable>
) {
  const path = app.makePath(name)
  const text = await readFile(path, 'utf-8').catch(() => null)
  const action = logger.action(`update ${name} file`)
  if (text === null) return action.skipped('File does not exist')

  const { edited, changes } = edit(text, variables)
  if (changes.length === 0) return action.skipped('It has all variables')
  await writeFile(path, edited)
  action.displayDuration(false).succeeded()
  logger.log(`        ${changes.join(', ')}`)
}

function edit(text: string, variables: Record<string, EnvVariable>) {
  const existing = parseEnv(text)
  const changes: string[] = []
  let edited = text === '' || text.endsWith('\n') ? text : `${text}\n`
  for (const [name, { value, replaces, force }] of Object.entries(variables)) {
    const current = existing.get(name)
    if (current === undefined) {
      edited += `${name}=${value}\n`
      changes.push(name)
    } else if (current !== value && (force || replaces?.(current))) {
      const line = new RegExp(`^(\\s*${name}\\s*=).*$`, 'm')
      edited = edited.replace(line, (_, start: string) => `${start}${value}`)
      changes.push(`${name}=${value} (was ${current})`)
    }
  }
  return { edited, changes }
}
