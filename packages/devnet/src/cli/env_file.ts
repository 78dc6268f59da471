import { readFile, writeFile } from 'node:fs/promises'
import { DevnetError } from '../errors.js'

class EnvFileError extends DevnetError {
  static code = 'E_ENV_FILE'
  static help = 'Pass the path of a file that you may write, such as ".env".'

  constructor(path: string, cause: Error) {
    super(`Cannot write ${path}: ${cause.message}`, { cause })
  }
}

/**
 * Writes variables into a `.env` file. A variable that the file has is replaced where it is, others
 * are appended, and all other lines stay as they are.
 *
 * @returns whether the file changed
 * @throws EnvFileError
 */
export async function writeEnvFile(path: string, env: Record<string, string>): Promise<boolean> {
  try {
    const before = await readIfExists(path)
    const after = withVariables(before, env)
    if (after !== before) await writeFile(path, after)
    return after !== before
  } catch (error) {
    throw new EnvFileError(path, error as Error)
  }
}

export function withVariables(text: string, env: Record<string, string>): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const missing = new Map(Object.entries(env))
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)

  const kept = lines.flatMap((line) => {
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1]
    if (name === undefined || !Object.hasOwn(env, name)) return [line]
    // A second line for the same variable would win over the first.
    return missing.delete(name) ? [`${name}=${env[name]}`] : []
  })
  const added = [...missing].map(([name, value]) => `${name}=${value}`)
  return [...kept, ...added].map((line) => line + newline).join('')
}

async function readIfExists(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
