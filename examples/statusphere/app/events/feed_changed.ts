import { BaseEvent } from '@adonisjs/core/events'

/**
 * Dispatched when accounts or their statuses have changed in the database.
 */
export default class FeedChanged extends BaseEvent {
  constructor(public dids: string[]) {
    super()
  }
}
