const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * How long ago a moment was, in as few words as will do: "now", "2 min", "3 h", "5 d", then the
 * date. The browser runs this same function to keep a page that stays open truthful.
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
