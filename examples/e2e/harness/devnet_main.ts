import { startDevnet } from 'adonisjs-atproto-devnet'
import { TAP } from './network.js'

// `node devnet_main.ts FOLDER`: a network that keeps all it has in that folder, and can be killed.
const devnet = await startDevnet({
  dataDir: process.argv[2],
  // What the killed app had not acknowledged comes again after this, and not after the minute it takes by default.
  tap: { ...TAP, retryTimeout: 1_000 },
})

process.on('SIGTERM', () => void devnet.close().then(() => process.exit(0)))
process.send!({
  env: devnet.env,
  pdsUrl: devnet.pds.url,
  accounts: devnet.accounts.map(({ did, handle, password }) => ({ did, handle, password })),
})
