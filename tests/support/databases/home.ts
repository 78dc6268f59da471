import { chown, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../processes.js'

/**
 * A temporary folder, and the user that the server in it runs as: database servers refuse to run as
 * root.
 */
export interface ServerHome {
  /** Removed when the server stops. */
  cwd: string
  uid?: number
  gid?: number
}

export async function createHome(name: string): Promise<ServerHome> {
  const cwd = await mkdtemp(join(tmpdir(), `${name}-`))
  if (process.getuid?.() !== 0) return { cwd }

  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => idOf(flag, 'nobody')))
  await chown(cwd, uid, gid)
  return { cwd, uid, gid }
}

async function idOf(flag: string, user: string) {
  return Number(await run('id', [flag, user]))
}
