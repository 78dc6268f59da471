import { readFile } from 'node:fs/promises'
import type { Project } from './project.js'

/** What the files that `configure` writes import beside this package, for each major of AdonisJS. */
const IMPORTED: Record<string, Record<string, string>> = {
  6: { '@adonisjs/auth': '^9.2.2', '@adonisjs/session': '^7.4.1' },
  7: { '@adonisjs/auth': '^10.0.0', '@adonisjs/session': '^8.0.0' },
}

/**
 * The packages that the app's own package.json lacks. A package manager can't be left to choose them as
 * peers: npm takes the newest and finds that it does not go with AdonisJS 6, pnpm puts them where the app
 * can't import them.
 */
export async function missingDependencies({ dependencies }: Project) {
  const manifest = new URL('../package.json', import.meta.resolve('@adonisjs/core'))
  const { version } = JSON.parse(await readFile(manifest, 'utf-8'))
  return Object.entries(IMPORTED[version.split('.')[0]] ?? {})
    .filter(([name]) => !dependencies.includes(name))
    .map(([name, range]) => ({ name: `${name}@${range}`, isDevDependency: false }))
}
