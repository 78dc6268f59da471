import type { GrantedScopes } from './granted_scopes.js'

interface Refusal {
  /** The scopes that the request needs, as far as they are known. */
  required: string[]
  granted: GrantedScopes
  /** Whether the tokens that were refused are the newest ones. */
  isFresh: boolean
}

interface ErrorBody {
  error?: unknown
  message?: unknown
}

async function readError(response: Response): Promise<ErrorBody> {
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return {}
  const body = await response
    .clone()
    .json()
    .catch(() => null)
  return typeof body === 'object' && body !== null ? body : {}
}

/**
 * Returns the scopes that a server names as missing. Empty if it names none, null if no scope is
 * missing.
 */
function namedScopes(response: Response, { error, message }: ErrorBody): string[] | null {
  const challenge = response.headers.get('www-authenticate') ?? ''
  const isNamed = challenge.includes('insufficient_scope') || /scope/i.test(String(error ?? ''))
  if (!isNamed) return null
  const scope =
    /\bscope="([^"]*)"/.exec(challenge)?.[1] ?? /"([^"]+)"/.exec(String(message ?? ''))?.[1]
  return scope ? scope.split(' ').filter(Boolean) : []
}

/**
 * Returns the missing scopes for which a server rejected a request, or null if there was another
 * reason. Servers report it in different ways; some call the token invalid.
 */
export async function missingScopes(
  response: Response,
  { required, granted, isFresh }: Refusal
): Promise<string[] | null> {
  if (![400, 401, 403].includes(response.status)) return null
  const body = await readError(response)
  const missing = granted.missing(required)

  const named = namedScopes(response, body)
  if (named) return named.length > 0 ? named : missing

  const isAboutToken = response.status !== 400 || body.error === 'InvalidToken'
  const isSettled = response.status !== 401 || isFresh
  return isAboutToken && isSettled && missing.length > 0 ? missing : null
}
