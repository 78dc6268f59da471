import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '@tests/support/workspace'

export type Major = 6 | 7

/** The folder whose packages the apps of a major run on. */
export const versionsOf = (major: Major) => join(ROOT, 'tests', 'versions', `adonis-${major}`)

const LOADER_PACKAGES = { 6: 'ts-node-maintained', 7: '@poppinss/ts-exec' }

/** As in pnpm-workspace.yaml: not every registry mirror has the version that is asked for. */
export const OVERRIDES = { '@atproto-labs/handle-resolver-node': '0.2.8' }

/** The folders for which every starter kit has an alias. */
const FOLDERS = [
  'controllers',
  'exceptions',
  'models',
  'services',
  'middleware',
  'transformers',
  'validators',
]

/** Returns the package.json of an app that depends on these packages, as they are installed. */
export async function manifestOf(major: Major, dependencies: string[]) {
  const imports = {
    ...Object.fromEntries(FOLDERS.map((name) => [`#${name}/*`, `./app/${name}/*.js`])),
    ...(major === 7 && { '#generated/*': './.adonisjs/server/*.js' }),
    '#database/*': './database/*.js',
    '#start/*': './start/*.js',
    '#config/*': './config/*.js',
  }
  return {
    name: 'fresh-app',
    version: '0.0.0',
    private: true,
    type: 'module',
    imports,
    dependencies: await installed(major, ['@adonisjs/core', 'reflect-metadata', ...dependencies]),
    devDependencies: await installed(major, [
      '@adonisjs/assembler',
      '@adonisjs/tsconfig',
      '@types/node',
      'typescript',
      LOADER_PACKAGES[major],
    ]),
  }
}

async function installed(major: Major, names: string[]) {
  const entries = names.sort().map(async (name) => {
    const path = join(versionsOf(major), 'node_modules', name, 'package.json')
    return [name, `^${JSON.parse(await readFile(path, 'utf8')).version}`]
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>
}
