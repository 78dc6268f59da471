import type { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'

const TYPES = ['html', 'application/vnd.api+json', 'json']

export interface ErrorResponseOptions {
  /** Where a page redirects to, null to stay. */
  redirectTo: string | null
  /** Additional properties of the JSON response. */
  details?: Record<string, unknown>
}

/**
 * Responds to an uncaught error: redirects with a flash message (Inertia follows the redirect), or
 * sends JSON with the code.
 */
export function sendError(
  error: Exception,
  ctx: HttpContext,
  { redirectTo, details = {} }: ErrorResponseOptions
): void {
  const { request, response } = ctx
  const { code, message, status } = error
  switch (request.accepts(TYPES)) {
    case 'json':
      return response.status(status).send({ errors: [{ code, message, ...details }] })
    case 'application/vnd.api+json':
      return response.status(status).send({ errors: [{ code, title: message, ...details }] })
    default:
      if (!('session' in ctx) || !ctx.session || redirectTo === null) {
        return response.status(status).send(message)
      }
      // Flashes form input, but not the code and state in a callback URL.
      if (request.method() !== 'GET') ctx.session.flashOnly(shortFields(request.original()))
      ctx.session.flash('error', message)
      ctx.session.flashErrors({ [code!]: message })
      response.redirect(redirectTo, false)
      // After a 302, Inertia would repeat the method on the target page.
      if (['PUT', 'PATCH', 'DELETE'].includes(request.method())) response.status(303)
  }
}

/**
 * The longest field that is flashed: the session may be a cookie, and browsers reject long ones.
 */
const MAX_FIELD_LENGTH = 500
const MAX_FIELDS = 10

/** Selects the fields that a form shows again, without internal ones. */
function shortFields(input: Record<string, unknown>): string[] {
  return Object.keys(input)
    .filter((name) => !['_csrf', '_method'].includes(name) && name.length <= MAX_FIELD_LENGTH)
    .filter((name) => typeof input[name] === 'string' && input[name].length <= MAX_FIELD_LENGTH)
    .slice(0, MAX_FIELDS)
}

/**
 * The page that the form was on, if it belongs to this site and is not the failing page itself.
 */
export function previousPage({ request }: HttpContext): string | null {
  if (['GET', 'HEAD'].includes(request.method())) return null
  const referer = request.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  return host === request.host() && !pathname.startsWith('//') ? pathname + search : '/'
}
