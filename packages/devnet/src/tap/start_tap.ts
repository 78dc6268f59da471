import { Backfill } from './sync/backfill.js'
import { Channel } from './outbox/channel.js'
import { Directory } from './sync/directory.js'
import { discoverRepos } from './sync/discovery.js'
import { Follower } from './sync/follower.js'
import { HttpServer } from './server/http_server.js'
import { resolveOptions, type ResolvedOptions } from './options.js'
import { Outbox } from './outbox/outbox.js'
import { createRoutes } from './server/routes.js'
import { Store } from './storage/store.js'
import { Tracker } from './sync/tracker.js'
import type { TapOptions, TapServer } from './types.js'
import { Webhook } from './outbox/webhook.js'

/**
 * Starts a server that speaks the Tap protocol and follows one PDS. For development and tests; an app
 * moves to the real Tap by changing its URL.
 *
 * @throws TapOptionError, PortInUseError, DataDirInUseError, TapDataVersionError
 */
export async function startTap(options: TapOptions): Promise<TapServer> {
  const settings = resolveOptions(options)
  const store = new Store(settings.dataDir)
  try {
    return await start(settings, store)
  } catch (error) {
    store.close()
    throw error
  }
}

async function start(settings: ResolvedOptions, store: Store): Promise<TapServer> {
  const { pdsUrl, plcUrl, adminPassword, webhookUrl, signalCollection, log } = settings

  const onAck = (id: number) => outbox.ack(id)
  const channel = webhookUrl === undefined ? new Channel(onAck) : undefined
  const delivery = channel ?? new Webhook(webhookUrl!, adminPassword, onAck, log)
  const outbox = new Outbox(store, delivery, settings.retryTimeout)

  const directory = new Directory(plcUrl, pdsUrl, settings.verifyHandles)
  const tracker = new Tracker(store, outbox, settings.collectionFilters, signalCollection, () =>
    backfill.look()
  )
  const backfill = new Backfill(store, directory, tracker, pdsUrl, log)
  const follower = new Follower(store, directory, tracker, settings, log)

  const server = new HttpServer(
    createRoutes(store, tracker, directory, follower),
    channel,
    adminPassword,
    log
  )
  const url = await server.listen(settings.port)

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
        log(`signal collection: repos show at their next write: ${error.message}`),
      signal: closing.signal,
    })

  let closed: Promise<void> | undefined
  async function close() {
    closing.abort()
    outbox.stop()
    delivery.close()
    directory.close()
    await Promise.all([server.close(), follower.close(), backfill.close(), discovery])
    store.close()
  }

  const closeOnce = () => (closed ??= close())
  return { url, adminPassword, close: closeOnce, [Symbol.asyncDispose]: closeOnce }
}
