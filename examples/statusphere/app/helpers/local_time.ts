import { DateTime } from 'luxon'

/** The names of all time zones, in the order of the alphabet, after UTC. */
export const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((z) => z !== 'UTC')]

/**
 * Returns the moment of a `datetime-local` field, which has no time zone, or null if there is no
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
