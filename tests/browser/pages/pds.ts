import type { Locator, Page } from 'playwright-core'

/** The pages of an account's own server: sign-in, sign-up and consent. */
export class PdsPages {
  readonly username: Locator
  readonly password: Locator
  readonly alert: Locator
  readonly authorizeButton: Locator

  constructor(readonly page: Page) {
    this.username = page.getByRole('textbox', { name: 'Username or Email' })
    this.password = page.getByRole('textbox', { name: 'Password' })
    this.alert = page.getByRole('alert')
    this.authorizeButton = page.getByRole('button', { name: 'Authorize' })
  }

  async signIn(password: string): Promise<void> {
    await this.password.fill(password)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  async signUp(account: { name: string; email: string; password: string }): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Type your username' }).fill(account.name)
    await this.page.getByRole('button', { name: 'Next' }).click()
    await this.page.getByRole('textbox', { name: 'Email' }).fill(account.email)
    await this.password.fill(account.password)
    await this.page.getByRole('button', { name: 'Sign up' }).click()
  }

  async allow(): Promise<void> {
    await this.authorizeButton.click()
  }

  async deny(): Promise<void> {
    await this.page.getByRole('button', { name: 'Deny access' }).click()
  }
}
