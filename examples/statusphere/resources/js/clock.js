import { timeAgo } from '../../app/helpers/time_ago.ts'

/**
 * "2 min" is a lie a minute later; a page may stay open all day.
 */
export function updateTimes() {
  for (const time of document.querySelectorAll('time[datetime]')) {
    const words = timeAgo(time.dateTime)
    if (time.textContent !== words) time.textContent = words
  }
}

setInterval(updateTimes, 15_000)
