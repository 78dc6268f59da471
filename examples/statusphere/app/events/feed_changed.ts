import { BaseEvent } from '@adonisjs/core/events'

/**
 * What the pages show of an account is no longer what the database holds.
 */
export default class FeedChanged extends BaseEvent {
  constructor(public did: string) {
    super()
  }
}
