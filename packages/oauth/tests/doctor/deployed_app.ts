import { createContext } from '../../src/doctor/create_context.js'
import type { DoctorContext } from '../../src/doctor/types.js'
import { generatePrivateKey } from '../../src/private_keys.js'
import type { OAuthConfig } from '../../src/types.js'
import { createApp } from '../helpers.js'

export const ORIGIN = 'https://app.example.org'
export const key = await generatePrivateKey()

type Respond = (url: URL) => Response | undefined

/**
 * A real app that is deployed at an address which exists nowhere: requests to it reach the app,
 * unless `proxy` responds in its place.
 */
export async function deployedApp(
  config: Partial<OAuthConfig> = {},
  proxy: Respond = () => undefined
) {
  const testApp = await createApp({
    config: {
      appUrl: ORIGIN,
      privateKeys: key,
      network: {
        fetch: {
          strangers: async (input, init) => {
            const url = new URL(input instanceof Request ? input.url : input)
            const response = proxy(url)
            if (response) return response
            if (url.pathname === '/_health') return respondNow()
            if (url.origin !== ORIGIN) throw new TypeError(`No host ${url.host}`)
            return fetch(`${testApp.url}${url.pathname}`, init)
          },
        },
      },
      ...config,
    },
  })
  const context = await createContext(testApp.app, false)
  return { ...testApp, context }
}

export function respondNow(offset = 0): Response {
  return new Response('{}', { headers: { date: new Date(Date.now() + offset).toUTCString() } })
}

/** The findings that are no "ok". */
export async function problems(
  check: (context: DoctorContext) => Promise<{ status: string; message: string }[]>,
  context: DoctorContext
): Promise<string[]> {
  const findings = await check(context)
  return findings
    .filter(({ status }) => status !== 'ok')
    .map(({ status, message }) => `${status}: ${message}`)
}
