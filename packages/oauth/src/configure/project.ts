import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'

type App = Configure['app']

/**
 * What the app has already, as far as `configure` depends on it.
 */
export interface Project {
  name: string
  /** Names in package.json, without dev dependencies. */
  dependencies: string[]
  /** The version range of `@adonisjs/assembler`. */
  assembler?: string
  hasAuth: boolean
  hasSession: boolean
  hasLucid: boolean
  hasEdge: boolean
  hasVine: boolean
  hasShield: boolean
  hasMigration: boolean
  /** The variables in `.env`, unparsed. */
  env: Map<string, string>
}

/**
 * Reads files only: `configure` runs in an app that is not booted.
 */
export async function inspectProject(app: App): Promise<Project> {
  const manifest = JSON.parse((await read(app.makePath('package.json'))) ?? '{}')
  const dependencies = Object.keys({ ...manifest.dependencies })
  const migrations = await readdir(app.migrationsPath()).catch(() => [])

  return {
    name: manifest.name ?? 'AdonisJS app',
    dependencies,
    assembler: manifest.devDependencies?.['@adonisjs/assembler'],
    hasAuth: existsSync(app.configPath('auth.ts')),
    hasSession: existsSync(app.configPath('session.ts')),
    hasLucid: existsSync(app.configPath('database.ts')),
    hasShield: existsSync(app.configPath('shield.ts')),
    hasEdge: dependencies.includes('edge.js'),
    hasVine: dependencies.includes('@vinejs/vine'),
    hasMigration: migrations.some((file) => file.endsWith('_create_atproto_oauth_tables.ts')),
    env: parseEnv((await read(app.makePath('.env'))) ?? ''),
  }
}

function read(path: string) {
  return readFile(path, 'utf-8').catch(() => null)
}

function parseEnv(text: string) {
  const lines = text.split(/\r?\n/).filter((line) => /^\s*[\w.]+\s*=/.test(line))
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(line)!
      return [name, value]
    })
  )
}
