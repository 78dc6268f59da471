import { configProvider } from '@adonisjs/core'
import { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import { E_TAP_INVALID_CONFIG } from './errors.js'
import type { BackoffRange, ResolvedTapConfig, TapConfig } from './types.js'

/**
 * Checks `config/tap.ts` at once, so that a mistake stops the app before the first event.
 *
 * @throws E_TAP_INVALID_CONFIG
 */
export function defineConfig(config: TapConfig): ConfigProvider<ResolvedTapConfig> {
  const resolved = resolveConfig(config)
  return configProvider.create(async () => resolved)
}

/**
 * @throws E_TAP_INVALID_CONFIG
 */
export function resolveConfig(config: TapConfig): ResolvedTapConfig {
  return {
    url: checkUrl(config.url),
    adminPassword: toSecret(config.adminPassword),
    listen: config.listen ?? false,
    concurrency: checkCount('concurrency', config.concurrency ?? 32),
    concurrencyPerRepo: checkCount('concurrencyPerRepo', config.concurrencyPerRepo ?? 8),
    capacity: checkCount('capacity', config.capacity ?? 10_000),
    retry: checkRange('retry', { minDelay: 500, maxDelay: 30_000, ...config.retry }),
    reconnect: checkRange('reconnect', { minDelay: 250, maxDelay: 15_000, ...config.reconnect }),
    timeout: checkCount('timeout', config.timeout ?? 10_000),
    drainTimeout: checkCount('drainTimeout', config.drainTimeout ?? 15_000),
  }
}

function invalid(message: string) {
  return new E_TAP_INVALID_CONFIG(`Invalid "config/tap.ts" file. ${message}`)
}

function checkUrl(value: unknown): URL {
  if (typeof value !== 'string' || !URL.canParse(value) || !/^https?:\/\//i.test(value)) {
    throw invalid(
      `"url" must be the http:// or https:// address of a Tap server, not ${JSON.stringify(value)}. ` +
        'Set TAP_URL in .env, for example to http://127.0.0.1:2480'
    )
  }
  const url = new URL(value)
  if (url.username || url.password) {
    // The address is logged, a password must not be.
    throw invalid(
      '"url" must not contain a password. Remove it from TAP_URL and set TAP_ADMIN_PASSWORD in .env'
    )
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  url.search = url.hash = ''
  return url
}

/**
 * An empty variable (`TAP_ADMIN_PASSWORD=`) means that the server has no password.
 */
function toSecret(value: TapConfig['adminPassword']): Secret<string> | undefined {
  const secret = value instanceof Secret ? value : new Secret(value ?? '')
  return secret.release() ? secret : undefined
}

function checkCount(name: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number
  throw invalid(`"${name}" must be a whole number above 0, not ${JSON.stringify(value)}`)
}

function checkRange(name: string, { minDelay, maxDelay }: BackoffRange): BackoffRange {
  checkCount(`${name}.minDelay`, minDelay)
  checkCount(`${name}.maxDelay`, maxDelay)
  if (minDelay <= maxDelay) return { minDelay, maxDelay }
  throw invalid(
    `"${name}.minDelay" (${minDelay}) must not be above "${name}.maxDelay" (${maxDelay})`
  )
}
