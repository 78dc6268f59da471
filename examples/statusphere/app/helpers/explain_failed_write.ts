import { XrpcError } from '@atproto/lex'
import { errors } from 'adonisjs-atproto-oauth'

/**
 * Returns a message for the user when a write to their repo has failed. Rethrows errors of an ended
 * session, and errors that don't come from the PDS, for the exception handler.
 */
export function explainFailedWrite(error: unknown): string {
  if (isOutage(error)) {
    return 'Your server is not responding. Please try again in a moment. If it has received this change, it will show up here.'
  }
  const failure = errors.SessionError.from(error)
  if (failure?.reason === 'misconfigured') {
    return 'Your server no longer accepts this sign-in. Sign out, then sign in again.'
  }
  if (errors.ScopeMissingError.from(error)) {
    return 'This app does not have permission to do that. Sign out, sign in again and grant it.'
  }
  if (!failure && error instanceof XrpcError) {
    return `Your server rejected this: ${error.message}`
  }
  throw error
}

/**
 * Whether the user's server did not respond.
 */
export function isOutage(error: unknown): error is errors.SessionError {
  return errors.SessionError.from(error)?.reason === 'unreachable'
}
