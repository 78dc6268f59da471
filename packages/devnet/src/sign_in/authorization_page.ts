import { SignInError } from '../errors.js'
import type { Credentials } from '../types.js'
import type { BrowserResponse, HttpBrowser } from './http_browser.js'

/** As `@atproto/oauth-provider-api` names them; the PDS's own pages use the same. */
const API_PREFIX = '/@atproto/oauth-provider/~api'
const CSRF_COOKIE = 'csrf-token'
const CSRF_HEADER = 'x-csrf-token'

interface SignedIn {
  account: { did: string }
  /** stands in for a remembered session, for this one authorization request */
  ephemeralToken?: string
}

interface DeviceSession {
  account: { did: string; handle?: string }
  loginRequired: boolean
}

/** The PDS's authorization page, opened in a browser: each method is a button on it. */
export class AuthorizationPage {
  readonly #browser: HttpBrowser
  readonly #url: URL

  constructor(browser: HttpBrowser, url: URL) {
    this.#browser = browser
    this.#url = url
  }

  async remembered(handle: string): Promise<SignedIn | undefined> {
    const sessions = await this.#call<DeviceSession[]>('/device-sessions')
    const usable = sessions.filter((session) => !session.loginRequired)
    return usable.find((session) => session.account.handle === handle)
  }

  signIn({ handle, password }: Credentials, remember: boolean): Promise<SignedIn> {
    return this.#call('/sign-in', { locale: 'en', username: handle, password, remember })
  }

  signUp({ handle, password, email }: Credentials & { email: string }): Promise<SignedIn> {
    return this.#call('/sign-up', { locale: 'en', handle, password, email })
  }

  allow({ account, ephemeralToken }: SignedIn): Promise<URL> {
    return this.#leave('/consent', { did: account.did }, ephemeralToken)
  }

  deny(): Promise<URL> {
    return this.#leave('/reject', {})
  }

  async #leave(endpoint: string, body: object, token?: string): Promise<URL> {
    const { url } = await this.#call<{ url: string }>(endpoint, body, token)
    const response = await this.#browser.navigate(new URL(url), this.#url)
    if (!response.location) throw refused(response, 'it sent no redirect to the app')
    return response.location
  }

  async #call<Output>(endpoint: string, body?: object, token?: string): Promise<Output> {
    const response = await this.#browser.send(
      new URL(API_PREFIX + endpoint, this.#url),
      this.#url,
      {
        body,
        headers: {
          [CSRF_HEADER]: this.#browser.cookie(CSRF_COOKIE) ?? '',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      }
    )
    if (response.status === 200) return JSON.parse(response.body)

    const { error, reason } = readError(response.body)
    if (endpoint === '/sign-in' && /invalid identifier or password/i.test(reason)) {
      throw new SignInError(
        'E_WRONG_PASSWORD',
        `The PDS knows no account with this handle and password`,
        response.status
      )
    }
    throw refused(response, `${endpoint.slice(1)}: ${error ?? ''} ${reason}`)
  }
}

function refused(response: BrowserResponse, reason: string): SignInError {
  return new SignInError(
    'E_SIGN_IN_REFUSED',
    `The PDS refused the sign-in with ${response.status}: ${reason}`,
    response.status
  )
}

function readError(body: string): { error?: string; reason: string } {
  try {
    const { error, error_description: description, message } = JSON.parse(body)
    return { error, reason: description ?? message ?? body }
  } catch {
    return { reason: body.slice(0, 200) }
  }
}
