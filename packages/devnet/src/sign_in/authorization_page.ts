import { SignInError, WrongPasswordError } from '../errors.js'
import type { Credentials } from '../types.js'
import type { BrowserResponse, HttpBrowser } from './http_browser.js'

/** The names in `@atproto/oauth-provider-api`, as the PDS's own pages use them. */
const API_PREFIX = '/@atproto/oauth-provider/~api'
const CSRF_COOKIE = 'csrf-token'
const CSRF_HEADER = 'x-csrf-token'

interface SignedIn {
  account: { did: string }
  /** replaces a remembered session, for this one authorization request */
  ephemeralToken?: string
}

interface DeviceSession {
  account: { did: string; handle?: string }
  loginRequired: boolean
}

/** The authorization page of the PDS in a browser. Each method is a button. */
export class AuthorizationPage {
  readonly #browser: HttpBrowser
  readonly #url: URL

  constructor(browser: HttpBrowser, url: URL) {
    this.#browser = browser
    this.#url = url
  }

  async remembered(handle: string): Promise<SignedIn | undefined> {
    const response = await this.#send('/device-sessions')
    const sessions = outputOf<DeviceSession[]>(response, 'list of remembered accounts')
    const usable = sessions.filter((session) => !session.loginRequired)
    return usable.find((session) => session.account.handle === handle)
  }

  async signIn({ handle, password }: Credentials, remember: boolean): Promise<SignedIn> {
    const response = await this.#send('/sign-in', {
      locale: 'en',
      username: handle,
      password,
      remember,
    })
    if (/invalid identifier or password/i.test(response.body)) {
      throw new WrongPasswordError(handle, response.status)
    }
    return outputOf(response, 'sign-in')
  }

  async signUp({ handle, password, email }: Credentials & { email: string }): Promise<SignedIn> {
    const input = { locale: 'en', handle, password, email }
    return outputOf(await this.#send('/sign-up', input), 'sign-up')
  }

  allow({ account, ephemeralToken }: SignedIn): Promise<URL> {
    return this.#leave('/consent', { did: account.did }, ephemeralToken)
  }

  deny(): Promise<URL> {
    return this.#leave('/reject', {})
  }

  async #leave(endpoint: string, body: object, token?: string): Promise<URL> {
    const { url } = outputOf<{ url: string }>(await this.#send(endpoint, body, token), 'decision')
    const response = await this.#browser.navigate(new URL(url), this.#url)
    if (!response.location) throw refused(response, 'decision', 'no redirect to the app')
    return response.location
  }

  async #send(endpoint: string, body?: object, token?: string): Promise<BrowserResponse> {
    const url = new URL(API_PREFIX + endpoint, this.#url)
    return this.#browser.send(url, this.#url, {
      body,
      headers: {
        [CSRF_HEADER]: (await this.#browser.cookie(CSRF_COOKIE, url)) ?? '',
        ...(token && { authorization: `Bearer ${token}` }),
      },
    })
  }
}

function outputOf<Output>(response: BrowserResponse, what: string): Output {
  if (response.status === 200) return JSON.parse(response.body)
  throw refused(response, what, reasonIn(response.body))
}

function refused(response: BrowserResponse, what: string, reason: string): SignInError {
  return new SignInError(`The PDS refused the ${what} with ${response.status}: ${reason}`, {
    status: response.status,
  })
}

function reasonIn(body: string): string {
  try {
    return JSON.parse(body).error_description
  } catch {
    return body.slice(0, 200)
  }
}
