import { InvalidAuthorizationUrlError, SignInError } from '../errors.js'
import type { Credentials, SignInOptions } from '../types.js'
import { AuthorizationPage } from './authorization_page.js'
import { HttpBrowser } from './http_browser.js'

/**
 * A browser without a screen. It keeps cookies, and signs in at the PDS by calling the endpoints
 * that the PDS's own pages call.
 */
export class DevnetBrowser {
  readonly #browser = new HttpBrowser()
  readonly #pdsUrl: string

  constructor(pdsUrl: string) {
    this.#pdsUrl = new URL(pdsUrl).origin
  }

  /**
   * `fetch` with this browser's cookies, to request pages of your app. A redirect is returned, not
   * followed.
   */
  fetch(url: string | URL, init?: Omit<RequestInit, 'redirect'>): Promise<Response> {
    return this.#browser.fetch(url, init)
  }

  /** Forgets every sign-in, as a new browser would. */
  clearCookies(): Promise<void> {
    return this.#browser.clearCookies()
  }

  /**
   * Signs in at an authorization URL, and gives or denies consent.
   *
   * @returns the callback URL of the app; request it to finish the sign-in
   * @throws WrongPasswordError, InvalidAuthorizationUrlError, SignInError
   */
  async signIn(
    authorizationUrl: string | URL,
    credentials: Credentials,
    { consent = true, remember = false }: SignInOptions = {}
  ): Promise<URL> {
    return this.#visit(authorizationUrl, async (page) => {
      const signedIn =
        (await page.remembered(credentials.handle)) ?? (await page.signIn(credentials, remember))
      return consent ? page.allow(signedIn) : page.deny()
    })
  }

  /** Creates an account on the page that an app requests with `prompt=create`, and signs it in. */
  async signUp(
    authorizationUrl: string | URL,
    credentials: Credentials & { email: string }
  ): Promise<URL> {
    return this.#visit(authorizationUrl, async (page) => page.allow(await page.signUp(credentials)))
  }

  async #visit(
    authorizationUrl: string | URL,
    decide: (page: AuthorizationPage) => Promise<URL>
  ): Promise<URL> {
    const url = new URL(authorizationUrl)
    if (url.origin !== this.#pdsUrl || !url.searchParams.has('request_uri')) {
      throw new InvalidAuthorizationUrlError(url, this.#pdsUrl)
    }

    const response = await this.#browser.navigate(url)
    // The PDS redirects at once when it has nothing to ask: `prompt=none`, or a used request.
    if (response.location) return response.location
    if (response.status !== 200) {
      throw new SignInError(
        `The PDS refused the authorization request with ${response.status}: ${reasonOn(response.body)}`,
        { status: response.status }
      )
    }
    return decide(new AuthorizationPage(this.#browser, url))
  }
}

const ERROR_DATA = /window\["__errorData"\]=JSON\.parse\(("(?:[^"\\]|\\.)*")\)/

/** The error page reads its message from a script tag: JSON inside a JSON string. */
function reasonOn(page: string): string {
  const [, data] = ERROR_DATA.exec(page) ?? []
  return data ? JSON.parse(JSON.parse(data)).error_description : 'the page shows no reason'
}
