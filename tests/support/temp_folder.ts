import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getActiveTest } from '@japa/runner'

const REMOVAL = { recursive: true, force: true, maxRetries: 5 }

/**
 * Creates an empty folder. It is removed when the active test is done or, outside of a test, when
 * this process ends.
 *
 * @param parent where to create it; defaults to the system's folder for temporary files
 */
export async function tempFolder(parent = tmpdir()): Promise<string> {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'atproto-spec-'))
  const test = getActiveTest()
  if (test) test.cleanup(() => rm(folder, REMOVAL))
  else process.once('exit', () => rmSync(folder, REMOVAL))
  return folder
}
