import Bowser from 'bowser'

export interface Device {
  name: string
  isPhone: boolean
}

/**
 * Describes the browser of a `User-Agent` header, such as "Firefox on Linux". The header can
 * contain anything, so unknown names are not shown.
 */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { name: 'Unknown browser', isPhone: false }

  const { browser, os, platform } = Bowser.parse(userAgent)
  const isPhone = platform.type === 'mobile' || platform.type === 'tablet'
  // For unknown programs, Bowser returns the first word of the header.
  const isKnown = browser.name && Object.values(Bowser.BROWSER_MAP).includes(browser.name)
  const name = isKnown ? browser.name : 'Unknown browser'
  return { name: os.name ? `${name} on ${os.name}` : name!, isPhone }
}
