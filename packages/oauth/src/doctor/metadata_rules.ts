import { type OAuthClientMetadata, oauthClientMetadataSchema } from '@atproto/oauth-client-node'

const isDuplicate = (value: unknown, index: number, all: unknown[]) => all.indexOf(value) !== index

/**
 * The rules for web clients of the strictest known server. Each returns whether the metadata meets
 * it.
 *
 * @see https://atproto.com/specs/oauth#client-id-metadata-document
 */
const RULES: Record<string, (metadata: OAuthClientMetadata, url: string) => boolean> = {
  '"client_id" is the address of the document': ({ client_id: id }, url) => id === url,
  '"client_id" is https, without port, query and fragment': (_, url) => {
    const { protocol, port, search, hash } = new URL(url)
    return protocol === 'https:' && !port && !search && !hash
  },
  '"client_uri" is a parent of "client_id"': ({ client_uri: uri }, url) =>
    !uri || url.startsWith(uri.endsWith('/') ? uri : `${uri}/`),
  '"application_type" is "web"': ({ application_type: type }) => type === 'web',
  '"dpop_bound_access_tokens" is true': (metadata) => metadata.dpop_bound_access_tokens === true,
  '"response_types" has "code"': (metadata) => metadata.response_types.includes('code'),
  '"grant_types" is "authorization_code" and "refresh_token"': ({ grant_types: types }) =>
    types.length === 2 && types.includes('authorization_code') && types.includes('refresh_token'),
  '"scope" has "atproto"': ({ scope = '' }) => scope.split(' ').includes('atproto'),
  '"scope" has no entry twice': ({ scope = '' }) => !scope.split(' ').some(isDuplicate),
  '"redirect_uris" are https at the host of "client_id"': ({ redirect_uris: uris }, url) =>
    uris.every((uri) => new URL(uri).origin === new URL(url).origin),
  '"jwks" and "jwks_uri" are not both set': ({ jwks, jwks_uri: uri }) => !(jwks && uri),
  '"token_endpoint_auth_method" is "none" or "private_key_jwt"': (metadata) =>
    ['none', 'private_key_jwt'].includes(metadata.token_endpoint_auth_method),
  'a client with keys has "jwks_uri" and "token_endpoint_auth_signing_alg"': (metadata) =>
    metadata.token_endpoint_auth_method === 'none' ||
    Boolean(metadata.jwks_uri && metadata.token_endpoint_auth_signing_alg),
  'a client without keys has no "token_endpoint_auth_signing_alg"': (metadata) =>
    metadata.token_endpoint_auth_method !== 'none' || !metadata.token_endpoint_auth_signing_alg,
}

/**
 * Returns the rules that the metadata breaks.
 */
export function brokenRules(document: unknown, url: string): string[] {
  const result = oauthClientMetadataSchema.safeParse(document)
  if (!result.success) {
    return result.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`)
  }
  return Object.entries(RULES)
    .filter(([, isMet]) => !isMet(result.data, url))
    .map(([rule]) => `must hold: ${rule}`)
}
