import { readFile, writeFile } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'

const LINE = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/

/** Names and values as they are written. */
export function parseEnv(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const match = LINE.exec(line)
    return match ? [[match[1], match[2]] as const] : []
  })
  return new Map(lines)
}

export interface EnvVariable {
  value: string
  /** In `.env.example`, which is committed. Defaults to the value. */
  example?: string
  /** Whether to replace an existing value in `.env`. */
  force?: boolean
}

/**
 * Adds what is missing in `.env` and `.env.example`, each by itself: an app has one variable
 * already, and its teammates' copies have not. The codemod of AdonisJS overwrites values and writes
 * no newline at the end, so that whatever is appended next breaks the last line.
 */
export async function writeEnv(command: Configure, variables: Record<string, EnvVariable>) {
  for (const name of ['.env', '.env.example']) {
    const path = command.app.makePath(name)
    const text = await readFile(path, 'utf-8').catch(() => null)
    const action = command.logger.action(`update ${name} file`)
    if (text === null) {
      action.skipped('File does not exist')
      continue
    }

    const isExample = name === '.env.example'
    const values = Object.entries(variables).map(
      ([key, { value, example, force }]) =>
        [key, isExample ? (example ?? value) : value, !isExample && force] as const
    )
    const { edited, changes } = edit(text, values)
    if (!changes.length) {
      action.skipped('It has all variables')
      continue
    }
    await writeFile(path, edited)
    action.displayDuration(false).succeeded()
    command.logger.log(`        ${changes.join(', ')}`)
  }
}

function edit(text: string, values: (readonly [string, string, boolean | undefined])[]) {
  const existing = parseEnv(text)
  const changes: string[] = []
  let edited = text === '' || text.endsWith('\n') ? text : `${text}\n`
  for (const [name, value, force] of values) {
    const current = existing.get(name)
    if (current === undefined) {
      edited += `${name}=${value}\n`
      changes.push(name)
    } else if (force && current !== value) {
      edited = edited.replace(new RegExp(`^(\\s*${name}\\s*=).*$`, 'm'), `$1${value}`)
      changes.push(`${name}=${value} (was ${current})`)
    }
  }
  return { edited, changes }
}
