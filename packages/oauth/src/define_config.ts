import { configProvider } from '@adonisjs/core'
import { Secret } from '@adonisjs/core/helpers'
import type { ApplicationService, ConfigProvider } from '@adonisjs/core/types'
import { E_ATPROTO_INVALID_CONFIG } from './errors.js'
import { parsePrivateKeys } from './private_keys.js'
import { Lexicons } from './scopes/lexicons.js'
import { checkScope, joinScopes, splitScope, withBase } from './scopes/scope_list.js'
import { sessionLifetime } from './session_lifetime.js'
import type { OAuthConfig, ResolvedOAuthConfig, Stores } from './types.js'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

function invalid(message: string): never {
  throw new E_ATPROTO_INVALID_CONFIG(`Invalid "config/atproto_oauth.ts": ${message}`)
}

function parseAppUrl(value: unknown): URL {
  const hint = 'Set APP_URL in .env, for example to http://127.0.0.1:3333'
  if (typeof value !== 'string' || !URL.canParse(value)) {
    invalid(`"appUrl" must be an absolute URL, not ${JSON.stringify(value)}. ${hint}`)
  }

  const url = new URL(value)
  const isLoopback = LOOPBACK_HOSTS.includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    invalid(`"appUrl" must be https, or http on 127.0.0.1, not "${value}". ${hint}`)
  }
  if (url.protocol === 'https:' && isLoopback) {
    invalid(`"appUrl" can't be https on a loopback address ("${value}"). ${hint}`)
  }
  if (url.search || url.hash || url.username) {
    invalid(`"appUrl" must be scheme, host, port and path only, not "${value}"`)
  }

  // With a trailing slash, the app's paths can be resolved against it.
  if (!url.pathname.endsWith('/')) url.pathname += '/'

  // Servers redirect the browser of a loopback client to an IP address, never to "localhost".
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1'
  return url
}

function checkPath(name: string, value: string) {
  if (!value.startsWith('/') || value.startsWith('//') || /[?#\s:*]/.test(value)) {
    invalid(`"${name}" must be a path like "/oauth/callback", not "${value}"`)
  }
}

function checkUrl(name: string, value: string | undefined, protocols: string[]) {
  if (value === undefined) return
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    invalid(`"${name}" must be an absolute ${protocols.join(' or ')} URL, not "${value}"`)
  }
}

function checkScopes(name: string, scope: string, lexicons: Lexicons) {
  try {
    checkScope(scope, lexicons)
  } catch (error) {
    invalid(`"${name}": ${(error as Error).message}`)
  }
}

function isConfigProvider(value: Stores | ConfigProvider<Stores>): value is ConfigProvider<Stores> {
  return 'type' in value && value.type === 'provider'
}

/**
 * Validates the config immediately. The stores are created on first use, when the provider
 * resolves.
 *
 * @throws E_ATPROTO_INVALID_CONFIG
 */
export function defineConfig(config: OAuthConfig): ConfigProvider<ResolvedOAuthConfig> {
  const appUrl = parseAppUrl(config.appUrl)
  const isLoopback = appUrl.protocol === 'http:'

  const lexicons = new Lexicons(config.lexicons)
  const scope = joinScopes(withBase(config.scope ?? 'atproto'))
  const optionalScope = joinScopes(config.optionalScope ?? [])
  if (!splitScope(scope).includes('atproto')) {
    invalid(`"scope" must contain "atproto", not only "${scope}"`)
  }
  checkScopes('scope', scope, lexicons)
  checkScopes('optionalScope', optionalScope, lexicons)

  const redirectPath = config.redirectPath ?? '/oauth/callback'
  const loginPath = config.loginPath ?? '/oauth/login'
  checkPath('redirectPath', redirectPath)
  checkPath('loginPath', loginPath)
  checkUrl('logoUrl', config.logoUrl, ['https:'])
  checkUrl('tosUrl', config.tosUrl, ['https:'])
  checkUrl('policyUrl', config.policyUrl, ['https:'])
  checkUrl('network.plcUrl', config.network?.plcUrl || undefined, ['https:', 'http:'])
  if (typeof config.network?.handleResolver === 'string') {
    checkUrl('network.handleResolver', config.network.handleResolver || undefined, [
      'https:',
      'http:',
    ])
  }

  const timeout = config.network?.timeout ?? 10_000
  if (!Number.isFinite(timeout) || timeout <= 0) {
    invalid(`"network.timeout" must be a number of milliseconds above 0, not ${timeout}`)
  }

  for (const [name, fetch] of Object.entries(config.network?.fetch ?? {})) {
    if (fetch !== undefined && typeof fetch !== 'function') {
      invalid(`"network.fetch.${name}" must be a function like "fetch"`)
    }
  }

  if (!config.stores) {
    invalid('"stores" is missing. Use stores.lucid() or stores.memory()')
  }

  const privateKeys = parsePrivateKeys(config.privateKeys)

  const resolve = async (app: ApplicationService): Promise<ResolvedOAuthConfig> => ({
    appUrl,
    isLoopback,
    clientName: config.clientName,
    logoUrl: config.logoUrl,
    tosUrl: config.tosUrl,
    policyUrl: config.policyUrl,
    redirectPath,
    loginPath: new URL(`.${loginPath}`, appUrl).pathname,
    scope,
    optionalScope,
    permissionSets: lexicons.permissionSets,
    // A loopback client can't be confidential: servers have no way to learn its keys.
    privateKeys: new Secret(isLoopback ? [] : privateKeys),
    stores: isConfigProvider(config.stores) ? await config.stores.resolver(app) : config.stores,
    guard: config.guard,
    sessionLifetime: await sessionLifetime(app),
    network: {
      plcUrl: config.network?.plcUrl || undefined,
      handleResolver: config.network?.handleResolver || undefined,
      allowPrivateAddresses:
        config.network?.allowPrivateAddresses ?? (isLoopback && !app.inProduction),
      timeout,
      fetch: config.network?.fetch,
    },
  })

  return configProvider.create(async (app) => {
    if (isLoopback && app.inProduction) {
      invalid(
        `"appUrl" is ${appUrl.origin}, which nobody else can reach, but NODE_ENV is "production". Set APP_URL to the https address of the app, or NODE_ENV to "development" to try it on this machine`
      )
    }
    if (app.inProduction && privateKeys.length === 0 && config.privateKeys !== false) {
      invalid(
        '"privateKeys" is empty, so servers would end every session after two weeks. Set ATPROTO_PRIVATE_KEY to what "node ace atproto:key --show" prints, or "privateKeys" to false if that is what you want'
      )
    }
    return resolve(app)
  })
}
