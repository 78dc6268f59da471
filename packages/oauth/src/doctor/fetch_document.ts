import { findingsOf, reasonOf } from './findings.js'
import type { DoctorContext, Finding } from './types.js'

const DAY = 24 * 60 * 60

/**
 * Fetches a document as account servers do, and checks how it is served.
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
      `${url} redirects to ${location}, but servers don't follow redirects`,
      'Set APP_URL to the target of the redirect, or serve the document without one'
    )
  }
  if (response.status !== 200) {
    return refused(
      `${url} returns status ${response.status}`,
      'Make the proxy forward /oauth/ to the app without requiring a login'
    )
  }
  const [type] = (response.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json') {
    return refused(
      `${url} has the content type "${type}", not application/json`,
      "Make the proxy keep the app's content type"
    )
  }
  const document = parse(text)
  if (document === undefined) {
    return refused(`${url} is not JSON`, 'Make the proxy forward the response unchanged')
  }

  const findings = [ok(`${url} is served correctly`)]
  const { headers } = response
  const [, maxAge = '0'] = /max-age=(\d+)/.exec(headers.get('cache-control') ?? '') ?? []
  if (Number(maxAge) > DAY) {
    findings.push(
      warning(
        `${url} may be cached for ${maxAge} seconds, so servers see a new key or scope that much later`,
        "Make the proxy keep the app's cache-control header"
      )
    )
  }
  if (headers.get('access-control-allow-origin') !== '*') {
    findings.push(
      warning(
        `${url} can't be fetched from other origins`,
        "Make the proxy keep the app's CORS headers"
      )
    )
  }
  if (headers.has('set-cookie')) {
    findings.push(
      warning(
        `${url} sets a cookie, which a cache may send to other visitors`,
        'Make the proxy set no cookie'
      )
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
