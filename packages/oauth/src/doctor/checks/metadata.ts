import { isDeepStrictEqual } from 'node:util'
import { fetchDocument } from '../fetch_document.js'
import { findingsOf } from '../findings.js'
import { brokenRules } from '../metadata_rules.js'
import type { Check, Finding } from '../types.js'

const { ok, error } = findingsOf('Client metadata')

type Metadata = Record<string, unknown>

/**
 * Fetches the client metadata, validates it like a server, and compares it with the code's.
 */
export const checkMetadata: Check = async (context) => {
  const url = context.metadata.client_id!
  const { document, findings } = await fetchDocument(context, 'Client metadata', url)
  if (document === null) return findings

  const broken = brokenRules(document, url).map((rule) =>
    error(
      `A server rejects the client metadata: ${rule}`,
      'Fix config/atproto_oauth.ts, or the proxy that changes the document'
    )
  )
  if (!broken.length) findings.push(ok('The strictest known server accepts the client metadata'))
  return [...findings, ...broken, ...compare(document as Metadata, context.metadata as Metadata)]
}

/** JSON has no undefined, so neither has the fetched document. */
function compare(deployed: Metadata, code: Metadata): Finding[] {
  const expected = JSON.parse(JSON.stringify(code))
  const names = new Set([...Object.keys(deployed), ...Object.keys(expected)])
  const changed = [...names].filter((name) => !isDeepStrictEqual(deployed[name], expected[name]))
  if (!changed.length) return [ok('The deployed scope, URLs and keys match the code')]
  return changed.map((name) =>
    error(
      `The deployed "${name}" is ${JSON.stringify(deployed[name])}, the code's is ${JSON.stringify(expected[name])}`,
      'Deploy this version, restart every process of the app, and purge caches before it'
    )
  )
}
