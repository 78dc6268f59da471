import { AccountRegistry } from './accounts/account_registry.js'
import { DEFAULT_ACCOUNTS } from './accounts/account_seed.js'
import { Activity, BOT_HANDLES } from './activity/bots.js'
import { CleanupStack } from './cleanup_stack.js'
import { Devnet } from './devnet.js'
import { DEFAULT_TAP_PASSWORD } from './environment.js'
import { PdsPortMovedError, UnsupportedPlatformError } from './errors.js'
import { FaultGate } from './faults/fault_gate.js'
import { Faults } from './faults/faults.js'
import { checkHosts, loopbackGuard } from './http/loopback_guard.js'
import { generatePdsSecrets } from './pds/pds_config.js'
import { PdsService } from './pds/pds_service.js'
import { PlcService } from './plc/plc_service.js'
import { serveDescription } from './remote/description.js'
import { DataDir } from './state/data_dir.js'
import { StateStore } from './state/state_store.js'
import { TapService } from './tap/tap_service.js'
import type { DevnetOptions, DevnetPorts } from './types.js'

/**
 * Starts a whole AT network on loopback: PLC directory, PDS with accounts, Tap server.
 *
 * @throws PortInUseError, DataDirInUseError, PdsPortMovedError, InvalidHandleError,
 *   InvalidHostError, AccountRefusedError, UnsupportedPlatformError
 */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  if (process.platform === 'win32') throw new UnsupportedPlatformError()
  const cleanup = new CleanupStack()
  let devnet: Devnet | undefined
  try {
    const data = await DataDir.open(options.dataDir)
    cleanup.defer(() => data.close())
    const state = new StateStore(data.database)
    const ports = choosePorts(data, state, options.ports)

    const interceptors = [loopbackGuard(checkHosts(options.allowHosts ?? []))]
    const { database } = data
    const gate = new FaultGate()
    const plc = await PlcService.start({ database, port: ports.plc, interceptors, gate })
    cleanup.defer(() => plc.close())

    const pds = await PdsService.start({
      port: ports.pds,
      plcUrl: plc.url,
      folder: await data.folder('pds'),
      name: options.name ?? 'Devnet',
      secrets: state.remember('pds_secrets', generatePdsSecrets),
      interceptors: [...interceptors, serveDescription(() => devnet)],
      gate,
    })
    cleanup.defer(() => pds.stop())

    // Stored before the first account is created, because the PDS can't change its port afterwards.
    state.set('ports', { ...ports, plc: plc.port, pds: pds.port })

    const registry = new AccountRegistry(pds, state)
    await registry.open(options.accounts ?? DEFAULT_ACCOUNTS, options.activity ? BOT_HANDLES : [])

    const tap =
      options.tap === false
        ? undefined
        : await TapService.start({
            ...options.tap,
            adminPassword: options.tap?.adminPassword ?? DEFAULT_TAP_PASSWORD,
            port: ports.tap,
            plcUrl: plc.url,
            pds,
            dataDir: await data.folder('tap'),
            interceptors,
            gate,
          })
    if (tap) cleanup.defer(() => tap.stop())
    state.set('ports', { plc: plc.port, pds: pds.port, tap: tap?.port ?? ports.tap })

    if (options.activity) {
      const activity = new Activity(
        registry.bots,
        options.activity === true ? {} : options.activity
      )
      cleanup.defer(() => activity.stop())
      activity.start()
    }

    const faults = new Faults({ gate, tap, revokeGrants: (did) => pds.revokeGrants(did) })
    cleanup.defer(() => faults.restoreAll())
    devnet = new Devnet({
      plc,
      pds,
      tap,
      accounts: registry.accounts,
      bots: registry.bots,
      createAccount: (seed) => registry.create(seed),
      faults,
      close: () => cleanup.run(),
    })
    return devnet
  } catch (error) {
    await cleanup.run()
    throw error
  }
}

/** A kept network uses its previous ports, unless the options set others. */
function choosePorts(
  data: DataDir,
  state: StateStore,
  asked: DevnetPorts = {}
): Required<DevnetPorts> {
  const kept = state.get<Required<DevnetPorts>>('ports')
  if (kept && asked.pds && asked.pds !== kept.pds) {
    throw new PdsPortMovedError(data.path, kept.pds, asked.pds)
  }
  return {
    plc: asked.plc || kept?.plc || 0,
    pds: asked.pds || kept?.pds || 0,
    tap: asked.tap || kept?.tap || 0,
  }
}
