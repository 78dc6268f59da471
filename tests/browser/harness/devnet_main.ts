import { startDevnet } from 'adonisjs-atproto-devnet'
import { TAP } from './network.js'

// `node devnet_main.ts FOLDER OPTIONS` starts a network that keeps its data in that folder.
const devnet = await startDevnet({
  ...JSON.parse(process.argv[3]!),
  dataDir: process.argv[2],
  // What the killed app did not acknowledge is sent again after this, instead of after a minute.
  tap: { ...TAP, retryTimeout: 1_000 },
})

process.on('SIGTERM', () => void devnet.close().then(() => process.exit(0)))
process.send!({ pdsUrl: devnet.pds.url })
