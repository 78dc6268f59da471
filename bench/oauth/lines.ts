import { databases } from '@tests/support/databases'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { createPageLine } from './page.js'

export function createLines(): Line[] {
  let network: Promise<Devnet> | undefined
  const startNetwork = () => (network ??= startDevnet({ tap: false }))
  return databases
    .filter(({ dialect }) => dialect !== 'mysql')
    .map((database) => createPageLine(database, startNetwork))
}
