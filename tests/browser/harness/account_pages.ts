import type { Credentials } from 'adonisjs-atproto-devnet'
import type { Statusphere } from '../pages/statusphere.js'

/**
 * Shows the pages around accounts in a browser that is signed in: the menu with a second account,
 * what that account has scheduled, and where it is signed in.
 */
export async function showAccountPages(
  statusphere: Statusphere,
  second: Credentials,
  take: (name: string) => Promise<void>
): Promise<void> {
  const { page, pds } = statusphere
  await statusphere.menu('Add another account')
  await take('add-account')
  await statusphere.signIn(second)
  await statusphere.me.click()
  await take('account-menu')

  await statusphere.open('/schedule')
  await take('schedule-not-allowed')
  await page.getByRole('button', { name: 'Allow it' }).click()
  await pds.signIn(second.password)
  await pds.allow()
  await page.getByRole('radio', { name: 'Butterfly' }).check()
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByTestId('scheduled').waitFor()
  await take('schedule')
  await page.getByLabel('Date and time').fill('2020-01-01T10:00')
  await page.getByRole('radio', { name: 'Rocket' }).check()
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByTestId('at-error').waitFor()
  await take('schedule-failed')

  await statusphere.open('/devices')
  await take('devices')
}
