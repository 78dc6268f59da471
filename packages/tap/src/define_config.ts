import { configProvider } from '@adonisjs/core'
import { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { DeadLetterStore } from './dead_letter.js'
import { E_TAP_INVALID_CONFIG } from './errors.js'
import { FRAME_LIMITS } from './frames/limits.js'
import type { BackoffRange, ResolvedTapConfig, TapConfig } from './types.js'

const MIB = 1024 * 1024

/**
 * Validates `config/tap.ts` immediately, so that an error stops the app before the first event.
 *
 * @throws E_TAP_INVALID_CONFIG
 */
export function defineConfig(config: TapConfig): ConfigProvider<ResolvedTapConfig> {
  const { deadLetters } = config
  const resolved = resolveConfig(config)
  return configProvider.create(async (app) => ({
    ...resolved,
    deadLetters: isProvider(deadLetters) ? await deadLetters.resolver(app) : deadLetters,
  }))
}

/**
 * @throws E_TAP_INVALID_CONFIG
 */
export function resolveConfig(config: TapConfig): ResolvedTapConfig {
  const count = (name: keyof TapConfig, value: number) => checkCount(name, config[name] ?? value)
  return {
    url: checkUrl(config.url),
    adminPassword: toSecret(config.adminPassword),
    listen: config.listen ?? false,
    concurrency: count('concurrency', 32),
    concurrencyPerRepo: count('concurrencyPerRepo', 8),
    capacity: count('capacity', 10_000),
    capacityBytes: count('capacityBytes', 32 * MIB),
    limits: checkCounts('limits', { ...FRAME_LIMITS, ...config.limits }),
    batchSize: count('batchSize', 200),
    attempts: count('attempts', 5),
    retry: checkRange('retry', { minDelay: 500, maxDelay: 30_000, ...config.retry }),
    handlerTimeout: count('handlerTimeout', 10_000),
    liveTimeout: count('liveTimeout', 30_000),
    deadLetters: checkDeadLetters(config.deadLetters),
    unbound: checkCounts('unbound', {
      count: 10_000,
      bytes: 64 * MIB,
      keepFor: 7 * 24 * 60 * 60 * 1000,
      ...config.unbound,
    }),
    source: checkSource(config.source),
    reconnect: checkRange('reconnect', { minDelay: 250, maxDelay: 1_500, ...config.reconnect }),
    timeout: count('timeout', 10_000),
    drainTimeout: count('drainTimeout', 8_000),
  }
}

function isProvider(value: TapConfig['deadLetters']): value is ConfigProvider<DeadLetterStore> {
  return typeof value === 'object' && 'type' in value && value.type === 'provider'
}

/** A provider is resolved later, with the app, so it can't be checked yet. */
function checkDeadLetters(value: TapConfig['deadLetters']): DeadLetterStore | false {
  if (value === false || isProvider(value)) return false
  if (typeof value?.put === 'function') return value
  throw invalid(
    '"deadLetters" must be a store for the events that can\'t be handled, such as stores.lucid(), or false to drop them'
  )
}

function checkSource(value: unknown): TapConfig['source'] {
  if (value === undefined || typeof value === 'function') return value as TapConfig['source']
  throw invalid('"source" must be a function that returns a source')
}

function invalid(message: string) {
  return new E_TAP_INVALID_CONFIG(`Invalid "config/tap.ts": ${message}`)
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
    // The URL is logged, so it must not contain a password.
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

function checkCounts<T extends object>(name: string, values: T): T {
  for (const [key, value] of Object.entries(values)) checkCount(`${name}.${key}`, value)
  return values
}

function checkRange(name: string, { minDelay, maxDelay }: BackoffRange): BackoffRange {
  checkCount(`${name}.minDelay`, minDelay)
  checkCount(`${name}.maxDelay`, maxDelay)
  if (minDelay <= maxDelay) return { minDelay, maxDelay }
  throw invalid(
    `"${name}.minDelay" (${minDelay}) must not be above "${name}.maxDelay" (${maxDelay})`
  )
}
