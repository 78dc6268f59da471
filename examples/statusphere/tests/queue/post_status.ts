import logger from '@adonisjs/core/services/logger'
import { exponentialBackoff, Job } from '@adonisjs/queue'
import type { JobOptions } from '@adonisjs/queue/types'
import type { l } from '@atproto/lex'
import { errors } from 'adonisjs-atproto-oauth'
import oauth from 'adonisjs-atproto-oauth/services/main'
import * as xyz from '#lexicons/xyz'

interface PostStatusPayload {
  did: string
  rkey: string
  status: string
  createdAt: l.DatetimeString
}

/** What only the person can change: by signing in again, or by granting more. */
const FINAL = [
  errors.E_ATPROTO_NO_BACKGROUND_GRANT,
  errors.E_ATPROTO_SCOPE_MISSING,
  errors.E_ATPROTO_SESSION_LOST,
]

export default class PostStatus extends Job<PostStatusPayload> {
  static options: JobOptions = {
    maxRetries: 10,
    retry: { backoff: exponentialBackoff({ baseDelay: '30s', maxDelay: '2h' }) },
  }

  async execute() {
    const { did, rkey, ...record } = this.payload
    try {
      const user = await oauth.forAccount(did)
      // At a key that was chosen before, another attempt writes the same record.
      await user.client.put(xyz.statusphere.status, record, { rkey })
    } catch (error) {
      if (!FINAL.some((type) => error instanceof type)) throw error
      await this.failed(error as Error)
    }
  }

  async failed(error: Error) {
    logger.error({ err: error, did: this.payload.did }, 'A status was not posted')
  }
}
