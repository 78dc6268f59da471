import { execFile } from 'node:child_process'
import { chown, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/**
 * A temporary folder, and the user that the server in it runs as: database servers refuse to run as
 * root.
 */
export interface ServerHome {
  folder: string
  uid?: number
  gid?: number
}

export async function createHome(name: string): Promise<ServerHome> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`))
  if (process.getuid?.() !== 0) return { folder }

  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => idOf(flag, 'nobody')))
  await chown(folder, uid, gid)
  return { folder, uid, gid }
}

async function idOf(flag: string, user: string) {
  const { stdout } = await exec('id', [flag, user])
  return Number(stdout)
}

/** Runs a program in the folder, as its user */
export async function runIn(home: ServerHome, command: string, args: string[]) {
  await exec(command, args, { cwd: home.folder, uid: home.uid, gid: home.gid })
}
