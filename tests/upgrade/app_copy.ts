import { cp, mkdir, symlink } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { buildAssets, exampleFolder } from '../../scripts/setup/assets.mjs'

const NOT_COPIED = ['node_modules', 'tmp', 'build', '.env']

/** Copies Statusphere on one of the two majors to a folder where its files may be changed. */
export async function copyStatusphere(folder: string, major: 6 | 7): Promise<void> {
  const source = exampleFolder(major)
  await buildAssets(major)
  await mkdir(folder)
  await cp(source, folder, {
    recursive: true,
    filter: (path) => !NOT_COPIED.includes(path.slice(source.length + 1).split(sep)[0]),
  })
  await symlink(join(source, 'node_modules'), join(folder, 'node_modules'))
}
