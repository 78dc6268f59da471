import { XrpcError } from '@atproto/lex'
import { errors } from 'adonisjs-atproto-oauth'

/**
 * Returns why a scheduled status can't be posted, as a message for its author, and null when a
 * later attempt may succeed.
 */
export function explainFailedSchedule(error: unknown): string | null {
  const failure = errors.SessionError.from(error)
  if (
    error instanceof errors.E_ATPROTO_NO_BACKGROUND_GRANT ||
    failure instanceof errors.E_ATPROTO_SESSION_LOST ||
    errors.ScopeMissingError.from(error)
  ) {
    return 'Statusphere was no longer allowed to post for you.'
  }
  if (!failure && error instanceof XrpcError && !error.shouldRetry()) {
    return `Your server rejected this: ${error.message}`.slice(0, 200)
  }
  return null
}
