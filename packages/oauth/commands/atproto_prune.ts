import { BaseCommand } from '@adonisjs/core/ace'

export default class AtprotoPrune extends BaseCommand {
  static commandName = 'atproto:prune'
  static description = 'End sessions that have expired'
  static help = [
    'An app that receives requests does this once an hour, so no cron job is needed.',
    'Grants of expired browser sessions are revoked at the account servers.',
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
