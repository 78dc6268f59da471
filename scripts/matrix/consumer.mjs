import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT, workspaceEnv } from '../workspace.mjs'

const exec = promisify(execFile)
const matrix = join(ROOT, 'matrix')
const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')

/** What a user's app installs beside our packages. */
const INSTALLED = ['assembler', 'auth', 'core', 'lucid', 'session']
  .map((name) => `@adonisjs/${name}`)
  .concat('@atproto/lex', '@types/luxon', '@types/node', '@vinejs/vine', 'luxon')

/** What belongs to an optional peer, and goes with it. */
const FILES_OF = { '@vinejs/vine': 'app/validators' }

/**
 * Packs a package of this workspace.
 *
 * @returns {Promise<string>} the path of its tarball
 */
export async function pack(name, destination) {
  const { stdout } = await exec('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: join(ROOT, 'packages', name),
    env: workspaceEnv(),
  })
  return JSON.parse(stdout).filename
}

/**
 * Lays `matrix/consumer` out as a user has it: the tarballs unpacked in its node_modules, and beside them what
 * the set installs of an app's own dependencies. A package of ours sees those and its own dependencies,
 * and nothing else of the workspace.
 *
 * @param {{ set: string, tarballs: string[], without?: string[] }} options `without` names peers that the app has not installed
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function layConsumer({ set, tarballs, without = [] }) {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'))
  await cp(join(matrix, 'consumer'), folder, { recursive: true })
  // In its place in the workspace it would make the app a member.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const name of without) {
    if (FILES_OF[name]) await rm(join(folder, FILES_OF[name]), { recursive: true })
  }

  const link = (name, parent) => linkFromSet(set, name, join(parent, 'node_modules', name))
  for (const name of INSTALLED) if (!without.includes(name)) await link(name, folder)

  for (const tarball of tarballs) {
    const unpacked = await unpack(tarball, folder)
    const { dependencies } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) await link(name, unpacked)
  }
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

async function linkFromSet(set, name, path) {
  await mkdir(dirname(path), { recursive: true })
  await symlink(await realpath(join(matrix, set, 'node_modules', name)), path)
}

async function unpack(tarball, folder) {
  const scratch = await mkdtemp(join(folder, 'unpack-'))
  await exec('tar', ['-xzf', tarball, '-C', scratch])
  const { name } = JSON.parse(await readFile(join(scratch, 'package/package.json'), 'utf8'))
  const unpacked = join(folder, 'node_modules', name)
  await cp(join(scratch, 'package'), unpacked, { recursive: true })
  await rm(scratch, { recursive: true })
  return unpacked
}

/**
 * What the compiler holds against an app and our declarations. What is wrong inside other packages'
 * declarations is theirs to mend, and left out.
 *
 * @returns {Promise<string[]>} one line for each fault, with its file relative to `folder`
 */
export async function typeErrors(folder) {
  const { stdout } = await exec(process.execPath, [tsc, '--pretty', 'false'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error) => error)

  return stdout
    .split('\n')
    .filter((line) => /\berror TS\d+:/.test(line))
    .filter((line) => !/node_modules\/(?!adonisjs-atproto-[^/]+\/(?!node_modules))/.test(line))
}
