import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import ScheduledPosts from '#services/scheduled_posts'
import type { Visitor } from '#tests/visitor'

export const FORMAT = "yyyy-MM-dd'T'HH:mm"

export const tomorrow = DateTime.utc().plus({ days: 2 }).startOf('hour')

/** Posts what is due at a time, as the web server does every few seconds. */
export async function postDue(now: DateTime) {
  const posts = await app.container.make(ScheduledPosts)
  await posts.run(now)
}

export async function schedule(visitor: Visitor, fields: Record<string, string> = {}) {
  await visitor.visit('/schedule')
  const at = tomorrow.toFormat(FORMAT)
  await visitor.submit('/schedule', { emoji: '🚀', at, timeZone: 'UTC', ...fields })
}
