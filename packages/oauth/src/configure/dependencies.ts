import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Configure from '@adonisjs/core/commands/configure'
import type { Project } from './project.js'

/** What the files that `configure` writes import beside this package, for each major of AdonisJS. */
const IMPORTED: Record<string, Record<string, string>> = {
  6: { '@adonisjs/auth': '^9.2.2', '@adonisjs/session': '^7.4.1' },
  7: { '@adonisjs/auth': '^10.0.0', '@adonisjs/session': '^8.0.0' },
}

/**
 * Installs what the app's own package.json lacks, or names it where `--no-install` is given. A package
 * manager can't be left to choose these as peers: npm takes the newest and finds that it does not go with
 * AdonisJS 6, pnpm puts them where the app can't import them.
 *
 * @returns Those that the app still can't import
 */
export async function addDependencies(command: Configure, project: Project): Promise<string[]> {
  const missing = await missingDependencies(project)
  if (missing.length) {
    const codemods = await command.createCodemods()
    if (command.parsedFlags.install === false) await codemods.listPackagesToInstall(missing)
    else await codemods.installPackages(missing)
  }
  return missing
    .filter(({ isDevDependency }) => !isDevDependency)
    .map(({ name }) => name)
    .filter((name) => !fileOf(command, name.slice(0, name.lastIndexOf('@'))))
}

/**
 * The file that the app gets when it imports a package; null where it has none. Looked up here, since a
 * loader of TypeScript can remember that the package was not there a moment ago.
 */
export function fileOf({ app }: Configure, name: string): string | null {
  let folder = app.makePath()
  while (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    if (folder === dirname(folder)) return null
    folder = dirname(folder)
  }
  return createRequire(join(folder, 'node_modules', name, 'package.json')).resolve(name)
}

async function missingDependencies({ dependencies, assembler }: Project) {
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
