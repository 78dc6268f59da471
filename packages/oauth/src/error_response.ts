import type { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'

const TYPES = ['html', 'application/vnd.api+json', 'json']

export interface ErrorResponseOptions {
  /** Where a page redirects to, null to stay. */
  redirectTo: string | null
  /** What else a program gets. */
  details?: Record<string, unknown>
}

/**
 * Sends an error that nobody caught: flashed to the page that it redirects to, which Inertia
 * follows, or as JSON with its code.
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
      // What was typed, but not the code and state in a callback's URL.
      if (request.method() !== 'GET') ctx.session.flashOnly(shortFields(request.original()))
      ctx.session.flash('error', message)
      ctx.session.flashErrors({ [code!]: message })
      response.redirect(redirectTo, false)
      // With 302, Inertia would repeat these on the page that it is sent to.
      if (['PUT', 'PATCH', 'DELETE'].includes(request.method())) response.status(303)
  }
}

/** What a form may bring back: sessions may be cookies, and a browser refuses long ones. */
const LONGEST_FIELD = 500
const MOST_FIELDS = 10

/** Names the fields that are worth showing again, without the form's own. */
function shortFields(input: Record<string, unknown>): string[] {
  return Object.keys(input)
    .filter((name) => !['_csrf', '_method'].includes(name) && name.length <= LONGEST_FIELD)
    .filter((name) => typeof input[name] === 'string' && input[name].length <= LONGEST_FIELD)
    .slice(0, MOST_FIELDS)
}

/**
 * The page that a form was on, if that is one of this site. A page that fails itself can't be
 * redirected to.
 */
export function previousPage({ request }: HttpContext): string | null {
  if (['GET', 'HEAD'].includes(request.method())) return null
  const referer = request.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  return host === request.host() && !pathname.startsWith('//') ? pathname + search : '/'
}
