import { BaseEvent } from '@adonisjs/core/events'

/**
 * Dispatched when an account or one of its statuses has changed in the database.
 */
export default class FeedChanged extends BaseEvent {
  constructor(public did: string) {
    super()
  }
}
