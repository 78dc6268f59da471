import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class TapListen extends BaseCommand {
  static commandName = 'tap:listen'
  static description = 'Handle the events of the Tap server until told to stop'
  static help = [
    'Indexers are those that start/tap.ts binds. Run as many workers as you like: they share the events.',
    'On SIGTERM or Ctrl-C running handlers finish first.',
  ]

  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    const tap = await this.app.container.make('tap.listener')
    // Ctrl-C drains as SIGTERM does; a second one ends at once.
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
