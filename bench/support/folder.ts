import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const TMP = fileURLToPath(new URL('../tmp/', import.meta.url))

/** Where Linux keeps files in memory. A container has 64 MB of it. */
const MEMORY = '/dev/shm'
const ROOM = 4 * 1024 ** 3

/**
 * A folder that is deleted when this process ends. It is inside the workspace, so that a module in
 * it finds the packages of this bench.
 */
export function createFolder(): string {
  mkdirSync(TMP, { recursive: true })
  return create(`${TMP}run-`)
}

/** One in memory, where there is room for it. On a disk, its load would decide most of a figure. */
export function createMemoryFolder(): string {
  return hasRoom() ? create(`${MEMORY}/adonisjs-atproto-bench-`) : createFolder()
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize >= ROOM
}

function create(prefix: string): string {
  const folder = mkdtempSync(prefix)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
