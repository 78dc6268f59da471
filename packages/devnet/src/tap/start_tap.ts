import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import { FaultGate } from '../faults/fault_gate.js'
import type { Interceptor } from '../http/interceptor.js'
import { Listener } from '../http/listener.js'
import { type ResolvedOptions, resolveOptions } from './options.js'
import { Channel } from './outbox/channel.js'
import { Outbox } from './outbox/outbox.js'
import { Webhook } from './outbox/webhook.js'
import { createHttpApp, type HttpAppOptions } from './server/http_app.js'
import { createRoutes } from './server/routes.js'
import { Store } from './storage/store.js'
import { Backfill } from './sync/backfill.js'
import { Directory } from './sync/directory.js'
import { discoverRepos } from './sync/discovery.js'
import { Follower } from './sync/follower.js'
import { Tracker } from './sync/tracker.js'
import type { TapOptions, TapServer } from './types.js'

/** Clients send acks, which are much smaller. */
const MAX_FRAME_SIZE = 1024 * 1024

/**
 * Starts a server that speaks the Tap protocol and follows one PDS. For development and tests; an
 * app moves to the real Tap by changing its URL.
 *
 * @param interceptors see every request before Tap does
 * @param gate applies faults
 * @throws TapOptionError, PortInUseError, DataDirInUseError, TapDataVersionError
 */
export async function startTap(
  options: TapOptions,
  interceptors: readonly Interceptor[] = [],
  gate = new FaultGate()
): Promise<TapServer> {
  const settings = resolveOptions(options)
  const store = new Store(settings.dataDir)
  try {
    return await start(settings, store, interceptors, gate)
  } catch (error) {
    store.close()
    throw error
  }
}

async function start(
  settings: ResolvedOptions,
  store: Store,
  interceptors: readonly Interceptor[],
  gate: FaultGate
): Promise<TapServer> {
  const { pdsUrl, plcUrl, adminPassword, webhookUrl, signalCollection, log } = settings

  const onAck = (id: number) => {
    outbox.ack(id)
    gate.channel.acked(id)
  }
  const channel = webhookUrl === undefined ? new Channel(onAck, gate.channel) : undefined
  const delivery = channel ?? new Webhook(webhookUrl!, adminPassword, onAck, log)
  const outbox = new Outbox(store, delivery, settings.retryTimeout)

  const directory = new Directory(plcUrl, pdsUrl, settings.verifyHandles)
  const tracker = new Tracker(store, outbox, settings.collectionFilters, signalCollection, () =>
    backfill.look()
  )
  const backfill = new Backfill(store, directory, tracker, pdsUrl, log)
  const follower = new Follower(store, directory, tracker, settings, log)

  const routes = createRoutes(store, tracker, directory, follower)
  const listener = await Listener.open({
    app: createServer({ routes, channel, adminPassword, log }),
    port: settings.port,
    service: 'Tap server',
    interceptors: [...interceptors, gate.interceptor('tap')],
  })
  gate.guard('tap', listener)

  outbox.start()
  follower.start()
  backfill.start()

  const closing = new AbortController()
  const discovery =
    signalCollection &&
    discoverRepos({
      pdsUrl,
      collection: signalCollection,
      onFound: (dids) => tracker.follow(dids),
      onError: (error) =>
        log(`signal collection: repos are found at their next write: ${error.message}`),
      signal: closing.signal,
    })

  let closed: Promise<void> | undefined
  async function close() {
    closing.abort()
    outbox.stop()
    delivery.close()
    directory.close()
    await Promise.all([listener.close(), follower.close(), backfill.close(), discovery])
    store.close()
  }

  const closeOnce = () => (closed ??= close())
  return {
    url: `http://127.0.0.1:${listener.port}`,
    adminPassword,
    addEvent(did, live, data) {
      const event = store.outbox.add(did, live, data)
      outbox.publish([event])
      return event.id
    },
    sendAgain: (event) => delivery.send(event),
    dump: () => store.dump(),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  }
}

function createServer(options: HttpAppOptions): Server {
  return createAdaptorServer({
    fetch: createHttpApp(options).fetch,
    // The default would replace Request and Response for the whole process.
    overrideGlobalObjects: false,
    websocket: { server: new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_SIZE }) },
  }) as Server
}
