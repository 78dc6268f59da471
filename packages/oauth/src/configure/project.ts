import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'
import { parseEnv } from './app_files.js'

type App = Configure['app']

/** What renders the app's pages. `inertia` is an Inertia adapter for which we have no page. */
export type PageStack = 'edge' | 'react' | 'vue' | 'inertia' | 'none'

/**
 * What `configure` needs to know about the app.
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
  hasVine: boolean
  hasShield: boolean
  hasMigration: boolean
  /** Whether the types of Inertia pages are generated. */
  hasGeneratedTypes: boolean
  pages: PageStack
  /** Whether the app has an Edge layout component, and whether it shows flash messages. */
  layout: { exists: boolean; showsFlashMessages: boolean }
  /** Whether the app's stylesheet has the classes of the starter kits' forms. */
  hasFormStyles: boolean
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
  const layout = await read(app.viewsPath('components/layout.edge'))
  const styles = await Promise.all(
    ['resources/css/app.css', 'inertia/css/app.css'].map((path) => read(app.makePath(path)))
  )

  return {
    name: manifest.name ?? 'AdonisJS app',
    dependencies,
    assembler: manifest.devDependencies?.['@adonisjs/assembler'],
    hasAuth: existsSync(app.configPath('auth.ts')),
    hasSession: existsSync(app.configPath('session.ts')),
    hasLucid: existsSync(app.configPath('database.ts')),
    hasShield: existsSync(app.configPath('shield.ts')),
    hasVine: dependencies.includes('@vinejs/vine'),
    hasMigration: migrations.some((file) => file.endsWith('_create_atproto_oauth_tables.ts')),
    hasGeneratedTypes: '#generated/*' in { ...manifest.imports },
    pages: stackOf(dependencies),
    layout: {
      exists: layout?.includes('$slots.main') ?? false,
      showsFlashMessages: /flash/i.test(layout ?? ''),
    },
    hasFormStyles: styles.some((css) => css?.includes('.form-container')),
    env: parseEnv((await read(app.makePath('.env'))) ?? ''),
  }
}

function stackOf(dependencies: string[]): PageStack {
  if (dependencies.includes('@adonisjs/inertia')) {
    if (dependencies.includes('@inertiajs/react')) return 'react'
    if (dependencies.includes('@inertiajs/vue3')) return 'vue'
    return 'inertia'
  }
  return dependencies.includes('edge.js') ? 'edge' : 'none'
}

function read(path: string) {
  return readFile(path, 'utf-8').catch(() => null)
}
