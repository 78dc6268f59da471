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
export async function missingDependencies({ dependencies, assembler }: Project) {
  const manifest = new URL('../package.json', import.meta.resolve('@adonisjs/core'))
  const { version } = JSON.parse(await readFile(manifest, 'utf-8'))
  const major = version.split('.')[0]
  const missing = Object.entries(IMPORTED[major] ?? {})
    .filter(([name]) => !dependencies.includes(name))
    .map(([name, range]) => ({ name: `${name}@${range}`, isDevDependency: false }))

  // The codemod of AdonisJS 6 runs "install -D" without a name where there is no tool to install, and
  // pnpm then takes away all that is no tool. So it gets one, which is there already.
  if (missing.length && major === '6' && assembler) {
    missing.push({ name: `@adonisjs/assembler@${assembler}`, isDevDependency: true })
  }
  return missing
}
