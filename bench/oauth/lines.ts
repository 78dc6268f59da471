import { databases } from '@tests/support/databases'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import type { Line } from '../support/line.js'
import { createChurnLine } from './churn.js'
import { createHostileLine } from './hostile.js'
import { createKilledLines } from './killed.js'
import { createPageLine } from './page.js'
import { createRaceLines } from './race.js'
import { createRequestLines } from './requests.js'
import { createStalledLines } from './stalled.js'

export function createLines(): Line[] {
  let network: Promise<Devnet> | undefined
  const startNetwork = () => (network ??= startDevnet({ tap: false }))
  return [
    ...databases
      .filter(({ dialect }) => dialect !== 'mysql')
      .map((database) => createPageLine(database, startNetwork)),
    ...createRequestLines(startNetwork),
    ...createRaceLines(startNetwork),
    ...createKilledLines(startNetwork),
    ...createStalledLines(startNetwork),
    createHostileLine(),
    createChurnLine(startNetwork),
  ]
}
