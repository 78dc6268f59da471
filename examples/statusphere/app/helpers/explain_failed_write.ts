import { XrpcError, XrpcResponseError } from '@atproto/lex'
import { errors } from 'adonisjs-atproto-oauth'

/**
 * Why a write to somebody's own server failed, in words for them. A session that is over, and a
 * bug of ours, are thrown again: the exception handler knows what to do.
 */
export function explainFailedWrite(error: unknown): string {
  const failure = errors.RestoreError.from(error)

  if (failure?.reason === 'unreachable') {
    return 'Your server does not answer right now. Try again in a moment; if it got this all the same, you will see that here.'
  }
  if (failure?.reason === 'misconfigured') {
    return 'Your server no longer accepts this sign-in. Sign out, then sign in again.'
  }
  if (error instanceof XrpcResponseError && error.error === 'ScopeMissingError') {
    return 'Your server says that this app may not do that. Sign out, sign in again, and allow it there.'
  }
  if (!failure && error instanceof XrpcError) {
    return `Your server refused: ${error.message}`
  }
  throw error
}
