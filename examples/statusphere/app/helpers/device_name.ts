import Bowser from 'bowser'

export interface Device {
  name: string
  isPhone: boolean
}

/**
 * Names what has sent a `User-Agent` header, such as "Firefox on Linux", for the person who has
 * used it. Anything can be in the header: what is not known by name is not shown.
 */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { name: 'Unknown browser', isPhone: false }

  const { browser, os, platform } = Bowser.parse(userAgent)
  const isPhone = platform.type === 'mobile' || platform.type === 'tablet'
  // For other programs, Bowser repeats the first word of the header.
  const isKnown = browser.name && Object.values(Bowser.BROWSER_MAP).includes(browser.name)
  const name = isKnown ? browser.name : 'Unknown browser'
  return { name: os.name ? `${name} on ${os.name}` : name!, isPhone }
}
