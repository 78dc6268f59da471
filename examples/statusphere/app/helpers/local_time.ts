import { DateTime } from 'luxon'

/** The names of all time zones: UTC, then the others in alphabetical order. */
export const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((z) => z !== 'UTC')]

/**
 * Parses the value of a `datetime-local` field, which has no time zone. Returns null if there is no
 * such date.
 */
export function parseLocalTime(input: string, timeZone: string): DateTime<true> | null {
  const moment = DateTime.fromISO(input, { zone: timeZone })
  return moment.isValid ? moment.toUTC() : null
}

/**
 * Returns the value of a `datetime-local` field: the next full hour that is at least half an hour
 * away.
 */
export function nextHour(timeZone: string, now: DateTime = DateTime.utc()): string {
  const hour = now.setZone(timeZone).plus({ minutes: 90 }).startOf('hour')
  return hour.toFormat("yyyy-MM-dd'T'HH:mm")
}
