import { startDevnet } from 'adonisjs-atproto-devnet'
import { TAP } from './network.js'

// `node devnet_main.ts FOLDER ACCOUNT…` starts a network that keeps its data in that folder.
const [, , dataDir, ...accounts] = process.argv
const devnet = await startDevnet({
  dataDir,
  accounts,
  // What the killed app did not acknowledge is sent again after this, instead of after a minute.
  tap: { ...TAP, retryTimeout: 1_000 },
})

process.on('SIGTERM', () => void devnet.close().then(() => process.exit(0)))
process.send!({ pdsUrl: devnet.pds.url })
