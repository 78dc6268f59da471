import { isDeepStrictEqual } from 'node:util'
import { fetchDocument } from '../fetch_document.js'
import { findingsOf } from '../findings.js'
import { brokenRules } from '../metadata_rules.js'
import type { Check, Finding } from '../types.js'

const { ok, error } = findingsOf('Client metadata')

type Metadata = Record<string, unknown>

/**
 * Fetches the client metadata, judges it as a server does, and compares it with the code's.
 */
export const checkMetadata: Check = async (context) => {
  const url = context.metadata.client_id!
  const { document, findings } = await fetchDocument(context, 'Client metadata', url)
  if (document === null) return findings

  const broken = brokenRules(document, url).map((rule) =>
    error(
      `A server refuses the client metadata: ${rule}`,
      'Fix config/atproto_oauth.ts, or what changes the document on its way'
    )
  )
  if (!broken.length) findings.push(ok('The strictest server known takes the client metadata'))
  return [...findings, ...broken, ...compare(document as Metadata, context.metadata as Metadata)]
}

/** As the document arrives: JSON has no undefined. */
function compare(deployed: Metadata, code: Metadata): Finding[] {
  const expected = JSON.parse(JSON.stringify(code))
  const names = new Set([...Object.keys(deployed), ...Object.keys(expected)])
  const changed = [...names].filter((name) => !isDeepStrictEqual(deployed[name], expected[name]))
  if (!changed.length) return [ok("It is the code's: scope, addresses and keys")]
  return changed.map((name) =>
    error(
      `The deployed "${name}" is ${JSON.stringify(deployed[name])}, the code's is ${JSON.stringify(expected[name])}`,
      'Deploy this version, restart every process of the app, and purge caches before it'
    )
  )
}
