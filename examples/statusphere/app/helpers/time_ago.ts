const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Formats a time as "now", "2 min", "3 h", "5 d", or as a date when it is older than 30 days. The
 * browser runs the same function to keep the times on an open page up to date.
 */
export function timeAgo(moment: string, now: number = Date.now()): string {
  const then = new Date(moment)
  const age = now - then.getTime()

  if (age < MINUTE) return 'now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  if (age < DAY) return `${Math.floor(age / HOUR)} h`
  if (age < 30 * DAY) return `${Math.floor(age / DAY)} d`

  return then.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    year: then.getUTCFullYear() === new Date(now).getUTCFullYear() ? undefined : 'numeric',
  })
}
