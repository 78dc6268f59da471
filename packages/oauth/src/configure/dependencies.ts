import { readFile } from 'node:fs/promises'
import type { Project } from './project.js'

/** What the files that `configure` writes import, beside this package. */
const IMPORTED = ['@adonisjs/auth', '@adonisjs/session']

/**
 * The packages that the app's own package.json lacks, in the versions that run already. npm puts a peer
 * where the app finds it, without a word; pnpm does not, and the app would not boot.
 */
export async function missingDependencies({ dependencies }: Project) {
  const missing = IMPORTED.filter((name) => !dependencies.includes(name))
  return Promise.all(
    missing.map(async (name) => ({
      name: `${name}@^${await versionOf(name)}`,
      isDevDependency: false,
    }))
  )
}

async function versionOf(name: string): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve(name))
  return JSON.parse(await readFile(manifest, 'utf-8')).version
}
