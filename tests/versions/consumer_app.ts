import { cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { COMPILERS } from '@tests/support/compilers'
import { NodeProcess } from '@tests/support/processes'
import { install } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'

/** What a user's app installs beside our packages. */
const INSTALLED = ['assembler', 'auth', 'core', 'lucid', 'session']
  .map((name) => `@adonisjs/${name}`)
  .concat('@atproto/lex', '@types/luxon', '@types/node', '@vinejs/vine', 'luxon')

/**
 * Copies the app in `consumer` to a temporary folder, with the unpacked tarballs in its
 * node_modules and what the set installs of its other dependencies. Our packages see those and
 * their own dependencies, and nothing else of the workspace.
 *
 * @param set a folder of `tests/versions`
 * @param tarballs by the names of the packages
 * @param without peers that the app has not installed
 */
export async function createConsumerApp(
  set: string,
  tarballs: Record<string, string>,
  without: string[] = []
) {
  const folder = await tempFolder()
  await cp(join(import.meta.dirname, 'consumer'), folder, { recursive: true })
  // In the repository it would make the app a member of the workspace.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  if (without.includes('@vinejs/vine'))
    await rm(join(folder, 'app/validators'), { recursive: true })

  const link = async (name: string, parent: string) => {
    const path = join(parent, 'node_modules', name)
    await mkdir(dirname(path), { recursive: true })
    await symlink(await realpath(join(import.meta.dirname, set, 'node_modules', name)), path)
  }
  for (const name of INSTALLED) if (!without.includes(name)) await link(name, folder)

  for (const [name, tarball] of Object.entries(tarballs)) {
    const unpacked = await install(tarball, name, folder)
    const { dependencies } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'))
    for (const dependency of Object.keys(dependencies)) await link(dependency, unpacked)
  }
  return folder
}

/**
 * Type-checks an app and our declarations, and returns a line for each error, its file relative to
 * the app. Errors inside other packages' declarations are theirs to fix, and left out.
 */
export async function typeErrors(folder: string, compiler = COMPILERS.native): Promise<string[]> {
  const { output } = await new NodeProcess([...compiler, '--pretty', 'false'], { cwd: folder })
    .ended
  return output
    .split('\n')
    .filter((line) => /\berror TS\d+:/.test(line))
    .filter((line) => !/node_modules\/(?!adonisjs-atproto-[^/]+\/(?!node_modules))/.test(line))
}
