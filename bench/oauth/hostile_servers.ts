import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const PADDING = {
  none: '',
  /** More than the limit for a document. */
  large: 'x'.repeat(480 * 1024),
  /** Within the limit: such a document is accepted, and could stay in memory. */
  accepted: 'x'.repeat(60 * 1024),
}

/**
 * Servers at every loopback address, under any name. Those with "honest" in their name have small
 * documents. Every second one of the others has documents that are large, but within the limit.
 */
export async function startHostileServers(): Promise<{ server: Server; port: number }> {
  const server = createServer(({ headers, url = '' }, response) => {
    const origin = headers['x-origin'] as string
    // A field that the schema does not know would be dropped.
    const scopes = { scopes_supported: ['atproto', PADDING[sizeOf(origin)]] }
    response.setHeader('content-type', 'application/json')
    if (url === '/.well-known/oauth-protected-resource') {
      const metadata = { resource: origin, authorization_servers: [origin] }
      return response.end(JSON.stringify({ ...metadata, ...scopes }))
    }
    if (url === '/.well-known/oauth-authorization-server') {
      return response.end(JSON.stringify({ ...metadataOf(origin), ...scopes }))
    }
    response.setHeader('dpop-nonce', randomUUID())
    response.statusCode = 201
    response.end(JSON.stringify({ request_uri: `urn:${randomUUID()}`, expires_in: 60 }))
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

function sizeOf(origin: string): keyof typeof PADDING {
  if (origin.includes('honest')) return 'none'
  return Number(origin.match(/\d+/)![0]) % 2 === 0 ? 'accepted' : 'large'
}

function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    require_pushed_authorization_requests: true,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    protected_resources: [issuer],
  }
}
