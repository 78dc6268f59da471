/**
 * Chooses the time zone of this device on a form that knows none, and the next full hour in it.
 */
const select = document.querySelector('select[data-guess]')
const { timeZone } = Intl.DateTimeFormat().resolvedOptions()

if (select && [...select.options].some(({ value }) => value === timeZone)) {
  select.value = timeZone
  const hour = new Date(Date.now() + 90 * 60_000)
  hour.setMinutes(-hour.getTimezoneOffset(), 0, 0)
  select.form.elements.at.value = hour.toISOString().slice(0, 16)
}
