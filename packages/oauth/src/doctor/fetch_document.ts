import { findingsOf, reasonOf } from './findings.js'
import type { DoctorContext, Finding } from './types.js'

const DAY = 24 * 60 * 60

/**
 * Fetches a document that account servers fetch, and judges how it is served.
 *
 * @returns The document, null if a server would not take it
 */
export async function fetchDocument(
  { fetch }: DoctorContext,
  check: string,
  url: string
): Promise<{ document: unknown; findings: Finding[] }> {
  const { ok, warning, error } = findingsOf(check)
  const refused = (message: string, fix: string) => ({
    document: null,
    findings: [error(message, fix)],
  })

  let response: Response
  try {
    response = await fetch(url)
  } catch (cause) {
    return refused(
      `${url} can't be reached: ${reasonOf(cause)}`,
      'Deploy the app at the address of "appUrl", with a public address and a valid certificate'
    )
  }
  const text = await response.text()
  const location = response.headers.get('location')
  if (location) {
    return refused(
      `${url} redirects to ${location}, and servers follow no redirect`,
      'Set APP_URL to the address that the redirect leads to, or serve the document without it'
    )
  }
  if (response.status !== 200) {
    return refused(
      `${url} returns status ${response.status}`,
      'Let the proxy forward /oauth/ to the app, and require no login for it'
    )
  }
  const [type] = (response.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json') {
    return refused(
      `${url} has the content type "${type}", not application/json`,
      'Let the proxy keep the content type of the app'
    )
  }
  const document = parse(text)
  if (document === undefined) {
    return refused(`${url} is not JSON`, 'Let the proxy forward what the app sends unchanged')
  }

  const findings = [ok(`${url} is served as servers need it`)]
  const { headers } = response
  const [, maxAge = '0'] = /max-age=(\d+)/.exec(headers.get('cache-control') ?? '') ?? []
  if (Number(maxAge) > DAY) {
    findings.push(
      warning(
        `${url} may be cached for ${maxAge} seconds, so a new key or scope is unknown for that long`,
        'Let the proxy keep the "cache-control" of the app'
      )
    )
  }
  if (headers.get('access-control-allow-origin') !== '*') {
    findings.push(
      warning(`${url} is not open to every origin`, 'Let the proxy keep the CORS header of the app')
    )
  }
  if (headers.has('set-cookie')) {
    findings.push(
      warning(`${url} sets a cookie, which no cache keeps apart`, 'Let the proxy set none for it')
    )
  }
  return { document, findings }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
