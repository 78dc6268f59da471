import type { HttpContext } from '@adonisjs/core/http'
import { deviceOf } from '#helpers/device_name'

/**
 * Where the current account is signed in.
 */
export default class DevicesController {
  // #region sessions
  /** The session of this browser comes first. */
  async index({ oauth, view }: HttpContext) {
    const all = await oauth.sessions()
    const sessions = all.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
    return view.render('pages/devices', {
      sessions: sessions.map((session) => ({ ...session, device: deviceOf(session.userAgent) })),
    })
  }

  /** Only ends sessions of this account. */
  async destroy({ oauth, params, response }: HttpContext) {
    await oauth.endSession(params.id)
    return response.redirect('/devices')
  }

  async destroyOthers({ oauth, response }: HttpContext) {
    const sessions = await oauth.sessions()
    const others = sessions.filter(({ isCurrent }) => !isCurrent)
    await Promise.all(others.map(({ id }) => oauth.endSession(id)))
    return response.redirect('/devices')
  }
  // #endregion sessions
}
