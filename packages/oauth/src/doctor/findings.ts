import type { Finding } from './types.js'

/**
 * Creates the findings of one check.
 */
export function findingsOf(check: string) {
  return {
    ok: (message: string): Finding => ({ check, status: 'ok', message }),
    warning: (message: string, fix: string): Finding => ({
      check,
      status: 'warning',
      message,
      fix,
    }),
    error: (message: string, fix: string): Finding => ({ check, status: 'error', message, fix }),
  }
}

/** The reason of a failed request or query, without the prefix of a client library. */
export function reasonOf(error: unknown): string {
  let reason = error
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause
  return reason instanceof Error ? reason.message : String(reason)
}
