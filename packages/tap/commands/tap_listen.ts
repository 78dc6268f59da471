import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { E_TAP_WEBHOOK } from '../src/errors.js'
import { WebhookSource } from '../src/webhook/source.js'

/** How long the rest of the app may take to terminate when handlers are still running. */
const GRACE = 500

/** The exit code when handlers were still running after `drainTimeout`. */
const EXIT_ABANDONED = 2

export default class TapListen extends BaseCommand {
  static commandName = 'tap:listen'
  static description = 'Start a worker that processes Tap events'
  static help = [
    'Runs the indexers bound in start/tap.ts. Several workers share the events.',
    'On SIGTERM or Ctrl-C, running handlers finish first.',
    'Exit codes: 0 after that, 1 if the worker could not start, 2 if handlers were',
    'still running after "drainTimeout".',
  ]

  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    const tap = await this.app.container.make('tap.listener')
    // Ctrl-C drains like SIGTERM. A second one ends the process immediately.
    process.once('SIGINT', () => this.terminate())
    this.app.terminating(async () => this.#exit(await tap.stop()))
    try {
      const webhook = await this.app.container.make(WebhookSource)
      if (webhook.isRouted) throw new E_TAP_WEBHOOK()
      await tap.start()
    } catch (error) {
      // Ace does not terminate a long-running command when it fails.
      this.exitCode = 1
      await this.terminate()
      process.exitCode = 1
      throw error
    }
    this.logger.info(`listening to ${tap.describe()}`)
  }

  /** A handler that never ends would keep the process alive. */
  #exit(abandoned: number) {
    if (abandoned > 0) setTimeout(() => process.exit(EXIT_ABANDONED), GRACE)
  }
}
