import type { Route } from '@adonisjs/core/http'
import type { RecordSchema } from '@atproto/lex'
import { TapClient } from './client/client.js'
import type { Server } from './client/request.js'
import { DeadLetters } from './dead_letter_service/dead_letters.js'
import type { IndexerRegistry } from './indexers/registry.js'
import type { Listener } from './listener.js'
import { TapFake } from './testing/fake.js'
import { FakeServer } from './testing/fake_server.js'
import type {
  IdentityEvent,
  Indexer,
  RecordEvent,
  ResolvedTapConfig,
  TapEvent,
  TapStatus,
} from './types.js'
import type { Webhook } from './webhook/webhook.js'

/**
 * The `tap` service: the server's HTTP API, the bindings of `start/tap.ts`, and the events.
 */
export class Tap extends TapClient {
  #registry: IndexerRegistry
  #listener: Listener
  #webhook: Pick<Webhook, 'register'>
  #url: URL
  #transport: NonNullable<Server['transport']>
  #fake?: TapFake
  /** The events that could not be handled. */
  readonly deadLetters: DeadLetters

  constructor(
    config: Server & Pick<ResolvedTapConfig, 'deadLetters'>,
    registry: IndexerRegistry,
    listener: Listener,
    webhook: Pick<Webhook, 'register'>
  ) {
    const transport = {}
    super({ ...config, transport })
    this.#url = config.url
    this.#transport = transport
    this.#registry = registry
    this.#listener = listener
    this.#webhook = webhook
    this.deadLetters = new DeadLetters(config.deadLetters, listener)
  }

  /**
   * Binds an indexer to a collection. With a lexicon, records are validated and the indexer gets
   * its type. With an NSID, records are not validated.
   *
   * @throws E_TAP_INVALID_INDEXER when the collection has one already
   */
  index<const L extends RecordSchema | { main: RecordSchema } | string>(
    lexicon: L,
    indexer: Indexer<RecordEvent<NoInfer<L>>>
  ): this {
    this.#registry.index(lexicon, indexer)
    return this
  }

  /**
   * Binds the indexer of accounts: a changed handle, and accounts that are deactivated, suspended,
   * taken down or deleted.
   */
  identity(indexer: Indexer<IdentityEvent>): this {
    this.#registry.identity(indexer)
    return this
  }

  /**
   * Adds the route for a Tap server with TAP_WEBHOOK_URL, which posts its events there. The web
   * server then handles the events, and does not connect to the Tap server's channel.
   *
   * @param path - `/tap/webhook` by default
   * @throws E_TAP_INVALID_CONFIG in production without `adminPassword`
   */
  webhook(path?: string): Route {
    return this.#webhook.register(path)
  }

  /**
   * For tests: replaces the Tap server with one in this process, until `restore`. `dispatch` passes
   * an event to the real indexers once.
   */
  fake(): TapFake {
    this.restore()
    const server = new FakeServer(this.#url)
    this.#transport.fetch = server.fetch
    this.#fake = new TapFake(server, this.#listener, () => {
      this.#transport.fetch = undefined
      this.#fake = undefined
    })
    return this.#fake
  }

  /** Ends `fake`. */
  restore(): void {
    this.#fake?.restore()
  }

  /**
   * The current state of the listener in this process, and its totals since it started.
   */
  status(): TapStatus {
    return this.#listener.status()
  }

  /**
   * Handles an event like one from the Tap server: validated, in the order of its repo, with
   * retries and dead letters.
   *
   * @returns `parked` when it was set aside; while `tap.fake()` holds, after one attempt
   * @throws E_TAP_STOPPED when the app terminates first
   */
  async dispatch(event: TapEvent): Promise<'done' | 'parked'> {
    return this.#listener.dispatch(event, this.#fake && 1)
  }
}
