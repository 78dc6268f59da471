import string from '@adonisjs/core/helpers/string'
import { LIFETIMES } from '../../lifetimes.js'
import { findingsOf } from '../findings.js'
import type { Check, Finding } from '../types.js'

const { ok, warning, error } = findingsOf('Session')

const DAY = 24 * 60 * 60 * 1000
const FILE = 'config/session.ts'

const inWords = (milliseconds: number) => {
  const days = milliseconds / DAY
  return days >= 1 ? `${Math.round(days)} days` : string.milliseconds.format(milliseconds)
}

/**
 * Compares the lifetimes of browser sessions and of grants, and checks the cookie.
 */
export const checkSession: Check = async ({ config, session }) => {
  const findings: Finding[] = []
  const { sessionLifetime: age } = config
  const { idle } = LIFETIMES[config.privateKeys.release().length ? 'confidential' : 'public']
  if (age > idle) {
    const fix = `Set "age" in ${FILE} to ${inWords(idle)} or less`
    findings.push(
      warning(
        `Browsers stay signed in for ${inWords(age)}, but servers end an unused session after ${inWords(idle)}`,
        fix
      )
    )
  } else if (age < DAY) {
    findings.push(
      warning(
        `Browsers are signed out after ${inWords(age)} without a request, although servers keep a session for ${inWords(idle)}`,
        `Set "age" in ${FILE} to "30d", if people should stay signed in`
      )
    )
  }
  if (session.sameSite === 'strict' || session.sameSite === true) {
    findings.push(
      error(
        "The browser does not send the session cookie when the account's server redirects back",
        `Set "sameSite" in ${FILE} to "lax"`
      )
    )
  }
  if (!config.isLoopback && session.secure === false) {
    findings.push(
      warning('The session cookie is sent over http, too', `Set "secure" in ${FILE} to true`)
    )
  }
  return findings.length ? findings : [ok('The age and the cookie of the session are fine')]
}
