import { SignInError } from '../errors.js'
import type { Credentials, SignInOptions } from '../types.js'
import { AuthorizationPage } from './authorization_page.js'
import { HttpBrowser } from './http_browser.js'

/**
 * A person at the PDS's sign-in pages, without the pages: it calls the endpoints they call. The
 * PDS remembers it between two sign-ins, as it would remember a browser.
 */
export class DevnetBrowser {
  readonly #browser = new HttpBrowser()
  readonly #pdsUrl: string

  constructor(pdsUrl: string) {
    this.#pdsUrl = pdsUrl
  }

  /**
   * Signs in at an authorization URL and answers the question for consent.
   *
   * @returns the callback URL the app was asked to be called back at; nothing requests it
   * @throws SignInError `E_WRONG_PASSWORD`, `E_SIGN_IN_REFUSED`, `E_NOT_AN_AUTHORIZATION_URL`
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

  /** Creates an account on the way, as the page does for an app that asks with `prompt=create`. */
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
      throw new SignInError(
        'E_NOT_AN_AUTHORIZATION_URL',
        `${url.origin}${url.pathname} is no authorization URL of this devnet's PDS (${this.#pdsUrl})`
      )
    }

    const response = await this.#browser.navigate(url)
    // The PDS answers at once when there is nothing to ask, `prompt=none` for one.
    if (response.location) return response.location
    if (response.status !== 200) {
      throw new SignInError(
        'E_SIGN_IN_REFUSED',
        `The PDS refused the authorization request with ${response.status}: ${reasonOn(response.body)}`,
        response.status
      )
    }
    return decide(new AuthorizationPage(this.#browser, url))
  }
}

const ERROR_DATA = /window\["__errorData"\]=JSON\.parse\(("(?:[^"\\]|\\.)*")\)/

/** The error page is an app that reads its message from a script tag, as JSON in a JSON string. */
function reasonOn(page: string): string {
  const [, data] = ERROR_DATA.exec(page) ?? []
  return data ? JSON.parse(JSON.parse(data)).error_description : 'it showed an unknown page'
}
