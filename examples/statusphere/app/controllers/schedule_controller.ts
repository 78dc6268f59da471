import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EMOJIS } from '#helpers/emojis'
import { nextHour, parseLocalTime, TIME_ZONES } from '#helpers/local_time'
import Schedule from '#services/schedule'
import { scheduleValidator } from '#validators/schedule'

@inject()
export default class ScheduleController {
  constructor(protected schedule: Schedule) {}

  async index({ auth, oauth, request, view }: HttpContext) {
    const { did } = auth.getUserOrFail()
    const sessions = await oauth.sessions()
    const chosen = request.plainCookie('time_zone')
    const timeZone = TIME_ZONES.includes(chosen) ? chosen : 'UTC'

    return view.render('pages/schedule', {
      emojis: EMOJIS,
      timeZones: TIME_ZONES,
      timeZone,
      isGuess: timeZone !== chosen,
      nextHour: nextHour(timeZone),
      isAllowed: sessions.some(({ isBackground }) => isBackground),
      scheduled: await this.schedule.of(did),
    })
  }

  async store({ auth, request, response, session }: HttpContext) {
    const { emoji, at, timeZone } = await request.validateUsing(scheduleValidator)
    response.plainCookie('time_zone', timeZone, { maxAge: '1y', httpOnly: true })

    const { did } = auth.getUserOrFail()
    const time = parseLocalTime(at, timeZone)
    const problem = time
      ? await this.schedule.add(did, { emoji, time, timeZone })
      : 'There is no such date.'
    if (problem) {
      session.flashOnly(['emoji', 'at', 'timeZone'])
      session.flash('inputErrorsBag', { at: [problem] })
    }
    return response.redirect('/schedule')
  }

  // #region permission
  /**
   * Requests a grant that stays valid after this browser has signed out.
   */
  async allow({ auth, oauth, response }: HttpContext) {
    const { did } = auth.getUserOrFail()
    const url = await oauth.authorize(did, {
      background: true,
      addAccount: true,
      returnTo: '/schedule',
    })
    return response.redirect(url)
  }
  // #endregion permission

  async retry({ auth, params, response }: HttpContext) {
    await this.schedule.retry(auth.getUserOrFail().did, params.id)
    return response.redirect('/schedule')
  }

  async destroy({ auth, params, response }: HttpContext) {
    await this.schedule.delete(auth.getUserOrFail().did, params.id)
    return response.redirect('/schedule')
  }
}
