import assert from 'node:assert/strict'
import { eventually } from '@tests/support/until'
import type { Credentials } from 'adonisjs-atproto-devnet'
import type { Locator, Page } from 'playwright-core'
import { PdsPages } from './pds.js'

/** The app in one browser. */
export class Statusphere {
  readonly pds: PdsPages
  readonly handle: Locator
  readonly handleError: Locator
  readonly me: Locator
  readonly picker: Locator
  readonly current: Locator
  readonly emojiError: Locator
  readonly deleteError: Locator
  readonly statuses: Locator
  readonly signOutButton: Locator

  constructor(
    readonly page: Page,
    readonly url: string
  ) {
    this.pds = new PdsPages(page)
    this.handle = page.getByLabel('Your handle')
    this.handleError = page.getByTestId('handle-error')
    this.me = page.getByTestId('me')
    this.picker = page.getByRole('main').getByRole('group')
    this.current = page.getByTestId('current-status')
    this.emojiError = page.getByTestId('emoji-error')
    this.deleteError = page.getByTestId('delete-error')
    this.signOutButton = page.getByRole('button', { name: 'Sign out', exact: true })
    this.statuses = page.getByTestId('status')
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(new URL(path, this.url).href)
  }

  /** Goes to the account's own server. */
  async enterHandle(handle: string): Promise<void> {
    await this.handle.fill(handle)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  /** Signs in at the account's own server, and waits for a page that listens to the feed. */
  async signIn({ handle, password }: Credentials): Promise<void> {
    await this.enterHandle(handle)
    await this.pds.signIn(password)
    await this.pds.allow()
    await this.me.waitFor()
    await this.isLive()
  }

  /**
   * Returns the handle that the page shows, once it has its styles: a text without them has the
   * spaces around its icons.
   */
  async currentHandle(): Promise<string> {
    await this.me.waitFor()
    await this.page.waitForLoadState()
    return this.me.innerText()
  }

  /** Signs out of the current account. */
  async signOut({ isLast = true } = {}): Promise<void> {
    await this.me.click()
    await this.signOutButton.click()
    if (isLast) await this.handle.waitFor()
    else await this.isLive()
  }

  /** Follows a link of the account's menu. */
  async menu(name: string): Promise<void> {
    await this.me.click()
    await this.page.getByRole('link', { name, exact: true }).click()
    await this.page.getByRole('heading', { level: 1 }).waitFor()
  }

  /** Makes another account of this browser the current one. */
  async switchTo({ handle }: { handle: string }): Promise<void> {
    await this.me.click()
    await this.page.getByRole('button', { name: `Switch to ${handle}` }).click()
    await this.me.filter({ hasText: handle }).waitFor()
  }

  /** The emojis that the picker marks as the current one: one at most. */
  get pressedOnes(): Locator {
    return this.picker.getByRole('button', { pressed: true })
  }

  emoji(name: string): Locator {
    return this.picker.getByRole('button', { name, exact: true })
  }

  pressed(name: string): Locator {
    return this.picker.getByRole('button', { name, exact: true, pressed: true })
  }

  /** Picks an emoji by its name, and waits until the picker marks it. */
  async pick(name: string): Promise<void> {
    await this.emoji(name).click()
    await this.pressed(name).waitFor()
  }

  /** The rows of an account that show an emoji. */
  status(by: { handle: string }, emoji: string): Locator {
    return this.statuses
      .filter({ has: this.page.getByRole('link', { name: by.handle, exact: true }) })
      .filter({ has: this.page.getByTestId('status-emoji').getByText(emoji, { exact: true }) })
  }

  /** The newest row with this name on it. */
  rowOf(name: string): Locator {
    return this.statuses.filter({ has: this.page.getByRole('link', { name, exact: true }) }).first()
  }

  deleteButton(row: Locator): Locator {
    return row.getByRole('button', { name: 'Delete this status' })
  }

  /** Waits until new statuses arrive without a reload. */
  isLive(): Promise<void> {
    return this.badge('live')
  }

  isReconnecting(): Promise<void> {
    return this.badge('lost')
  }

  /** Marks this document. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { marked: true }))
  }

  /** Whether the document is still the marked one. A reload or a navigation loads another. */
  isStillMarked(): Promise<boolean> {
    return this.page.evaluate(() => 'marked' in window)
  }

  /** Returns the at-uris that the page shows, from top to bottom. */
  shownUris(): Promise<string[]> {
    return this.statuses.evaluateAll((rows) => rows.map((row) => row.id))
  }

  /** Waits until the page shows these statuses, in this order, and no others. */
  async shows(uris: string[]): Promise<void> {
    await eventually(async () => assert.deepEqual(await this.shownUris(), uris))
  }

  /** The width of the page. It is wider than the window when it scrolls sideways. */
  width(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth)
  }

  /** Whether the background is light or dark. */
  async shade(): Promise<'light' | 'dark'> {
    // A page without its stylesheet is transparent.
    await this.page.waitForLoadState('load')
    const [lightness] = await this.page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d')!
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor
      canvas.fillRect(0, 0, 1, 1)
      return [...canvas.getImageData(0, 0, 1, 1).data]
    })
    return lightness > 127 ? 'light' : 'dark'
  }

  private badge(state: 'live' | 'lost'): Promise<void> {
    return this.page.locator(`[data-live-badge][data-state=${state}]`).waitFor()
  }
}
