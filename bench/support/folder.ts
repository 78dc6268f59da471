import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const TMP = fileURLToPath(new URL('../tmp/', import.meta.url))

/**
 * A folder that is deleted when this process ends. It is inside the workspace, so that a module in
 * it finds the packages of this bench.
 */
export function createFolder(): string {
  mkdirSync(TMP, { recursive: true })
  const folder = mkdtempSync(`${TMP}run-`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
