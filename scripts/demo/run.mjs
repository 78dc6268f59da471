import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startDevnet } from '../../packages/devnet/build/index.js'
import { step } from '../workspace.mjs'
import { startApp } from './app.mjs'
import { welcome } from './welcome.mjs'

const flags = JSON.parse(process.argv[2])
const port = Object.fromEntries(flags.ports.map(({ flag, number }) => [flag, number]))
const folders = { network: join(flags.data, 'network'), app: join(flags.data, 'app') }

if (flags.fresh) {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
}

/** Milliseconds after which the demo exits, even if something did not close. */
const SHUTDOWN_TIMEOUT = 8_000

let stopping = false
const closers = []

/** Closes what was started in reverse order, then exits. Later calls do nothing. */
async function stop(exitCode) {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(exitCode), SHUTDOWN_TIMEOUT)
  for (const close of closers.reverse()) await close()
  process.exit(exitCode)
}

for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(event, () => {
    if (!stopping) step('Stopping')
    void stop(0)
  })
}

try {
  step('Starting the network: PLC directory, PDS and Tap')
  const devnet = await startDevnet({
    dataDir: folders.network,
    ports: { plc: port['plc-port'], pds: port['pds-port'], tap: port['tap-port'] },
    tap: {
      signalCollection: 'xyz.statusphere.status',
      collectionFilters: ['xyz.statusphere.status', 'app.bsky.actor.profile'],
    },
    activity: flags.activity,
    name: 'Demo network',
  })
  closers.push(() => devnet.close())

  step('Starting the app: assets, migrations, server')
  const app = await startApp({
    adonis: flags.adonis,
    port: port.port,
    folder: folders.app,
    env: devnet.env,
  })
  closers.push(() => app.server.stop())

  console.log(welcome({ url: app.url, accounts: devnet.accounts, pdsUrl: devnet.pds.url }))
  const { exitCode } = await app.server.ended
  if (!stopping)
    console.error(`\nThe app exited unexpectedly with code ${exitCode}. Its last output is above.`)
  await stop(exitCode || 1)
} catch (error) {
  if (!stopping) console.error(`\n${error.message}`)
  await stop(1)
}
