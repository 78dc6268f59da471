import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { explainFailedWrite } from '#helpers/explain_failed_write'
import OwnStatuses from '#services/own_statuses'
import { statusValidator } from '#validators/status'

@inject()
export default class StatusesController {
  constructor(protected statuses: OwnStatuses) {}

  async store({ auth, logger, request, response, session }: HttpContext) {
    const { emoji } = await request.validateUsing(statusValidator)

    try {
      await this.statuses.post(auth.getUserOrFail(), emoji)
    } catch (error) {
      session.flash('inputErrorsBag', { emoji: [explainFailedWrite(error)] })
      logger.warn({ err: error }, 'failed to post a status')
    }
    return response.redirect('/')
  }

  async destroy({ auth, logger, params, response, session }: HttpContext) {
    try {
      await this.statuses.delete(auth.getUserOrFail(), params.rkey)
    } catch (error) {
      session.flash('deleteFailed', { rkey: params.rkey, message: explainFailedWrite(error) })
      logger.warn({ err: error }, 'failed to delete a status')
    }
    return response.redirect().back()
  }
}
