import { BaseCommand } from '@adonisjs/core/ace'

export default class AtprotoPrune extends BaseCommand {
  static commandName = 'atproto:prune'
  static description = 'End the sessions that nobody can use any more'
  static help = [
    'An app that is in use does this once an hour by itself, so no cron job is needed.',
    'Sessions of expired browser sessions are ended at the account servers, too.',
  ]

  static options = { startApp: true }

  async run() {
    const oauth = await this.app.container.make('atproto.oauth')
    const { idle, stale, signIns } = await oauth.prune()
    this.logger.success(
      `Ended ${idle} sessions that were not used, deleted ${stale} that no server accepts any more, and ${signIns} sign-ins that were not completed`
    )
  }
}
