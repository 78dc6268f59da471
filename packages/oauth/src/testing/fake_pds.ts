import { ScopeMissingError, ScopePermissionsTransition } from '@atproto/oauth-scopes'
import type { CallLog } from './call_log.js'
import type { FakeAccounts } from './fake_accounts.js'
import type { FakeGrants } from './fake_grants.js'
import { repoMethods } from './repo_methods.js'
import type { FakeCall, FakeResponse } from './types.js'
import { FakeXrpcError } from './xrpc_error.js'

export interface FakePdsDependencies {
  accounts: FakeAccounts
  grants: FakeGrants
  log: CallLog
}

const invalidToken = () =>
  Response.json(
    { error: 'InvalidToken', message: 'The token has expired or was revoked' },
    { status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' } }
  )

function toParams(search: URLSearchParams): FakeCall['params'] {
  const names = [...new Set(search.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    })
  )
}

async function readBody(request: Request): Promise<unknown> {
  if (!request.body) return undefined
  if (request.headers.get('content-type')?.startsWith('application/json')) return request.json()
  return new Uint8Array(await request.arrayBuffer())
}

/**
 * The methods of a fake's servers: repo methods that work as on a real server, and those that a
 * test adds.
 */
export class FakePds {
  #deps: FakePdsDependencies
  #responses = new Map<string, FakeResponse>()

  constructor(deps: FakePdsDependencies) {
    this.#deps = deps
  }

  /** Sets the response of a method, and replaces its previous behavior. */
  setResponse(nsid: string, response: FakeResponse): void {
    this.#responses.set(nsid, response)
  }

  async respond(nsid: string, request: Request): Promise<Response> {
    const { accounts, grants, log } = this.#deps
    const [, token] = (request.headers.get('authorization') ?? '').split(' ')
    const grant = token ? grants.findByAccessToken(token) : undefined
    if (token && !grant) return invalidToken()

    const call: FakeCall = {
      account: grant?.account ?? null,
      nsid,
      params: toParams(new URL(request.url).searchParams),
      body: await readBody(request),
      headers: request.headers,
    }
    log.add(call)
    try {
      const response = this.#responses.get(nsid)
      if (response) return await toResponse(response, call)
      const method = repoMethods[nsid]
      if (!method) throw notImplemented(nsid)
      const permissions = new ScopePermissionsTransition(grant?.scope)
      return Response.json(await method({ call, permissions, accounts }))
    } catch (error) {
      return errorResponse(error)
    }
  }
}

async function toResponse(response: FakeResponse, call: FakeCall): Promise<Response> {
  const output = typeof response === 'function' ? await response(call) : response
  return output instanceof Response ? output.clone() : Response.json(output ?? {})
}

function errorResponse(error: unknown): Response {
  if (error instanceof FakeXrpcError) return error.toResponse()
  if (error instanceof ScopeMissingError) {
    return new FakeXrpcError(error.status, error.name, error.message).toResponse()
  }
  throw error
}

function notImplemented(nsid: string) {
  return new FakeXrpcError(
    501,
    'MethodNotImplemented',
    `The fake has no response to ${nsid}. Add one with fake.respond('${nsid}', …)`
  )
}
