import { createHash, randomBytes } from 'node:crypto'
import type { PermissionSets } from '../scope_types.js'
import type { FakeAccount } from './fake_account.js'
import { type FakeGrant, FakeGrants } from './fake_grants.js'
import type { FakeSignInOptions } from './options.js'

const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:'

interface AuthorizationRequest {
  issuer: string
  params: URLSearchParams
}

interface Code extends AuthorizationRequest {
  account: FakeAccount
}

const refusal = (error: string, description: string) =>
  Response.json({ error, error_description: description }, { status: 400 })

/**
 * Every authorization server of a fake: pushed requests, codes, tokens and revocation as in the
 * OAuth profile. Proofs and signatures are not verified.
 *
 * @see https://atproto.com/specs/oauth
 */
export class FakeAuthorizationServer {
  readonly grants: FakeGrants

  #requests = new Map<string, AuthorizationRequest>()
  #codes = new Map<string, Code>()
  #scope: string

  /** @param scope - What the client's metadata asks for at most */
  constructor(scope: string, permissionSets: PermissionSets) {
    this.#scope = scope
    this.grants = new FakeGrants(permissionSets)
  }

  metadata(issuer: string) {
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      pushed_authorization_request_endpoint: `${issuer}/oauth/par`,
      require_pushed_authorization_requests: true,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['atproto', 'transition:generic', 'transition:email'],
      prompt_values_supported: ['none', 'login', 'consent', 'select_account', 'create'],
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['ES256'],
      dpop_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      protected_resources: [issuer],
    }
  }

  /** Responds to an endpoint that the client posts to. */
  respond(issuer: string, endpoint: string, params: URLSearchParams): Response {
    if (endpoint === 'par') return this.#push({ issuer, params })
    if (endpoint === 'token') return this.#exchange(params)
    this.grants.revoke(params.get('token') ?? '')
    return Response.json({})
  }

  /**
   * Does what the pages of the server do at an authorization URL: signs the account in, asks for
   * consent, and redirects.
   *
   * @returns The callback URL of the app
   */
  authorize(url: string | URL, account: FakeAccount, options: FakeSignInOptions = {}): URL {
    const requestUri = new URL(url).searchParams.get('request_uri') ?? ''
    const request = this.#requests.get(requestUri)
    if (!request) {
      throw new Error(`${url} is not an authorization URL of this fake, or was already used`)
    }
    if (request.issuer !== account.server) {
      throw new Error(`${account.handle} is an account of ${account.server}, not ${request.issuer}`)
    }
    this.#requests.delete(requestUri)

    const { issuer, params } = request
    const callback = new URL(params.get('redirect_uri')!)
    callback.searchParams.set('iss', issuer)
    callback.searchParams.set('state', params.get('state')!)
    if (options.consent === false) {
      callback.searchParams.set('error', 'access_denied')
    } else {
      const code = randomBytes(16).toString('hex')
      this.#codes.set(code, { ...request, account })
      callback.searchParams.set('code', code)
    }
    return callback
  }

  #push(request: AuthorizationRequest) {
    const scopes = (request.params.get('scope') ?? '').split(' ')
    const known = this.#scope.split(' ')
    const unknown = scopes.find((scope) => !known.includes(scope))
    if (unknown !== undefined) {
      return refusal('invalid_scope', `Scope "${unknown}" is not declared in the client metadata`)
    }
    const requestUri = `${REQUEST_URI}${randomBytes(16).toString('hex')}`
    this.#requests.set(requestUri, request)
    return Response.json({ request_uri: requestUri, expires_in: 300 }, { status: 201 })
  }

  #exchange(params: URLSearchParams) {
    const refreshToken = params.get('refresh_token')
    const grant = refreshToken === null ? this.#redeem(params) : this.grants.refresh(refreshToken)
    return grant ? this.#tokens(grant) : refusal('invalid_grant', 'Invalid code or refresh token')
  }

  #redeem(params: URLSearchParams) {
    const code = this.#codes.get(params.get('code') ?? '')
    if (!code) return undefined
    this.#codes.delete(params.get('code')!)
    const verifier = createHash('sha256').update(params.get('code_verifier') ?? '')
    const isVerified = verifier.digest('base64url') === code.params.get('code_challenge')
    const isSameUri = params.get('redirect_uri') === code.params.get('redirect_uri')
    if (!isVerified || !isSameUri) return undefined
    return this.grants.create(code.account, code.params.get('scope')!)
  }

  #tokens({ account, scope, accessToken, refreshToken, lifetime }: FakeGrant) {
    return Response.json({
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'DPoP',
      expires_in: lifetime,
      scope,
      sub: account.did,
    })
  }
}
