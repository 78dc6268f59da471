import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Configure from '@adonisjs/core/commands/configure'
import type { Choices } from './choices.js'
import type { Project } from './project.js'

/** The packages that the generated files import, for each major version of AdonisJS. */
const IMPORTED: Record<string, Record<string, string>> = {
  6: { '@adonisjs/auth': '^9.2.2', '@adonisjs/session': '^7.4.1' },
  7: { '@adonisjs/auth': '^10.0.0', '@adonisjs/session': '^8.0.0' },
}

/**
 * Installs the packages that are missing in the app's package.json, or lists them with
 * `--no-install`. They can't be left to peer dependencies: npm would install the newest versions,
 * which conflict with AdonisJS 6, and pnpm would install them where the app can't import them.
 *
 * @returns The packages that the app still can't import
 */
export async function addDependencies(
  command: Configure,
  project: Project,
  { guard }: Choices
): Promise<string[]> {
  const missing = await missingDependencies(project, guard !== null)
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
 * The file that the app's import of a package resolves to, or null. Looked up here because a
 * TypeScript loader may have cached that the package does not exist.
 */
export function fileOf({ app }: Configure, name: string): string | null {
  let folder = app.makePath()
  while (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    if (folder === dirname(folder)) return null
    folder = dirname(folder)
  }
  return createRequire(join(folder, 'node_modules', name, 'package.json')).resolve(name)
}

async function missingDependencies({ dependencies, assembler }: Project, needsAuth: boolean) {
  const manifest = new URL('../package.json', import.meta.resolve('@adonisjs/core'))
  const { version } = JSON.parse(await readFile(manifest, 'utf-8'))
  const major = version.split('.')[0]
  const missing = Object.entries(IMPORTED[major] ?? {})
    .filter(([name]) => !dependencies.includes(name))
    .filter(([name]) => needsAuth || name !== '@adonisjs/auth')
    .map(([name, range]) => ({ name: `${name}@${range}`, isDevDependency: false }))

  // Without a dev dependency to install, the codemod of AdonisJS 6 runs "install -D" without a
  // name, and pnpm then removes all other packages. This one is installed already.
  if (missing.length && major === '6' && assembler) {
    missing.push({ name: `@adonisjs/assembler@${assembler}`, isDevDependency: true })
  }
  return missing
}
