import { timeAgo } from '../../app/helpers/time_ago.ts'

/**
 * Keeps times such as "2 min" up to date while the page stays open.
 */
export function updateTimes() {
  for (const time of document.querySelectorAll('time[datetime]:not([data-fixed])')) {
    const words = timeAgo(time.dateTime)
    if (time.textContent !== words) time.textContent = words
  }
}

setInterval(updateTimes, 15_000)
