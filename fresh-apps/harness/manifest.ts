import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Major } from './majors.js'
import { homeOf, LOADERS } from './majors.js'

/** The aliases every starter kit has. */
const FOLDERS = ['controllers', 'exceptions', 'models', 'services', 'middleware', 'validators']

/** The package.json of an app that depends on these packages, in the versions that are installed. */
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
    dependencies: await versionsOf(major, ['@adonisjs/core', 'reflect-metadata', ...dependencies]),
    devDependencies: await versionsOf(major, [
      '@adonisjs/assembler',
      '@adonisjs/tsconfig',
      '@types/node',
      'typescript',
      LOADERS[major].package,
    ]),
  }
}

async function versionsOf(major: Major, names: string[]) {
  const entries = names.sort().map(async (name) => {
    const path = join(homeOf(major), 'node_modules', name, 'package.json')
    return [name, `^${JSON.parse(await readFile(path, 'utf8')).version}`]
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>
}
