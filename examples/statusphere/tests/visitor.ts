import { TestBrowser } from '@tests/support/test_browser'
import { type AnyAccount, signInAtServer } from '#tests/fake'

/** A browser at this app, and what its pages show. */
export class Visitor extends TestBrowser {
  constructor(userAgent = 'node') {
    super(process.env.APP_URL!, { 'user-agent': userAgent })
  }

  /** Signs in through the PDS of the account, up to and including the callback. */
  async signIn(account: AnyAccount, options?: { consent?: boolean }): Promise<this> {
    await this.visit('/login')
    const server = await this.submit('/login', { handle: account.handle })
    if (!server) throw new Error(`Expected a redirect to the PDS, received: ${this.text('main')}`)
    return this.returnFrom(server, account, options)
  }

  /** Signs in at a server that the app has redirected to, and requests the callback. */
  async returnFrom(server: URL, account: AnyAccount, options?: { consent?: boolean }) {
    const callback = await signInAtServer(server, account, options)
    return this.visit(callback.pathname + callback.search)
  }

  async post(emoji: string): Promise<this> {
    await this.visit('/')
    await this.submit('/statuses', { emoji })
    return this
  }

  /** Opens the same page in another tab, with the same cookies. */
  async otherTab(): Promise<Visitor> {
    const tab = new Visitor()
    tab.jar = this.jar
    return tab.visit(this.url.pathname)
  }

  /**
   * Submits a form as another website makes a browser do it: cookies are not sent (`SameSite=Lax`),
   * and those of the response are kept.
   */
  async submitFromAnotherSite(action: string, fields: Record<string, string>): Promise<void> {
    const response = await this.fetch(action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: {
        'cookie': '',
        'origin': 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      },
    })
    this.status = response.status
    await response.body?.cancel()
  }

  /** The emojis that the page shows for one account, from top to bottom. */
  emojisOf(account: { handle: string }): string[] {
    return this.rowsOf(account).map((row) => row.split(' ')[0])
  }

  /** The full texts of these rows. */
  rowsOf(account: { handle: string }): string[] {
    return this.page
      .querySelectorAll('[data-testid=status]')
      .filter((row) => row.querySelector(`a[href="/profile/${account.handle}"]`))
      .map((row) => row.structuredText.replace(/\s+/g, ' ').trim())
  }

  /** The count that the list of top statuses shows for an emoji. */
  topCount(emoji: string): number {
    const entry = this.texts('[data-testid=top-statuses] li').find((text) => text.includes(emoji))
    return Number(/\d+/.exec(entry ?? '')?.[0] ?? 0)
  }

  /** The emoji that the picker marks as the current one. */
  pressed(): string | undefined {
    return this.text('button[aria-pressed=true]')
  }

  /** The action of the form that deletes the first status with this emoji. */
  deleteAction(emoji: string): string {
    const row = this.page
      .querySelectorAll('[data-testid=status]')
      .find((status) => status.textContent.includes(emoji) && status.querySelector('form'))
    return row!.querySelector('form')!.getAttribute('action')!
  }

  text(selector: string): string | undefined {
    return this.page.querySelector(selector)?.structuredText.replace(/\s+/g, ' ').trim()
  }

  texts(selector: string): string[] {
    return this.page.querySelectorAll(selector).map((element) => element.textContent.trim())
  }
}
