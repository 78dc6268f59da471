import {
  buildAtprotoLoopbackClientMetadata,
  type OAuthClientMetadataInput,
} from '@atproto/oauth-client-node'
import { joinScopes } from './scopes/scope_list.js'
import type { ResolvedOAuthConfig } from './types.js'

export const METADATA_PATH = '/oauth/client-metadata.json'
export const JWKS_PATH = '/oauth/jwks.json'

/**
 * The client metadata document, from the config alone.
 *
 * @see https://atproto.com/specs/oauth#client-id-metadata-document
 */
export function createClientMetadata(config: ResolvedOAuthConfig): OAuthClientMetadataInput {
  const scope = joinScopes(config.scope, config.optionalScope)
  const redirectUri = new URL(`.${config.redirectPath}`, config.appUrl).href

  if (config.isLoopback) {
    // The client ID contains the metadata, so servers fetch nothing.
    return {
      ...buildAtprotoLoopbackClientMetadata({ scope, redirect_uris: [redirectUri] }),
      client_name: config.clientName,
    }
  }

  const isConfidential = config.privateKeys.release().length > 0
  return {
    client_id: new URL(`.${METADATA_PATH}`, config.appUrl).href as `https://${string}`,
    client_name: config.clientName,
    client_uri: config.appUrl.href as `https://${string}`,
    logo_uri: config.logoUrl as `https://${string}` | undefined,
    tos_uri: config.tosUrl as `https://${string}` | undefined,
    policy_uri: config.policyUrl as `https://${string}` | undefined,
    redirect_uris: [redirectUri as `https://${string}`],
    scope,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    application_type: 'web',
    dpop_bound_access_tokens: true,
    ...(isConfidential
      ? {
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: 'ES256',
          jwks_uri: new URL(`.${JWKS_PATH}`, config.appUrl).href as `https://${string}`,
        }
      : { token_endpoint_auth_method: 'none' }),
  }
}
