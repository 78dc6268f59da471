import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class TapListen extends BaseCommand {
  static commandName = 'tap:listen'
  static description = 'Start a worker that processes Tap events'
  static help = [
    'Runs the indexers bound in start/tap.ts. Several workers share the events.',
    'On SIGTERM or Ctrl-C, running handlers finish first.',
  ]

  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    const tap = await this.app.container.make('tap.listener')
    // Ctrl-C drains as SIGTERM does; a second one ends the process at once.
    process.once('SIGINT', () => this.terminate())
    try {
      await tap.start()
    } catch (error) {
      // Ace does not end a command that stays alive when it fails.
      this.exitCode = 1
      await this.terminate()
      process.exitCode = 1
      throw error
    }
    this.logger.info(`listening to ${tap.describe()}`)
  }
}
