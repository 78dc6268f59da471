/** No secret: the server is on loopback. The same every time, so that a `.env` stays true. */
export const DEFAULT_TAP_PASSWORD = 'devnet'

export interface Addresses {
  plcUrl: string
  pdsUrl: string
  tap?: false | { url: string; adminPassword: string }
}

/** What an app needs in its environment to live on this network. */
export function environmentOf({ plcUrl, pdsUrl, tap }: Addresses): Record<string, string> {
  return {
    ATPROTO_PLC_URL: plcUrl,
    ATPROTO_PDS_URL: pdsUrl,
    ATPROTO_HANDLE_RESOLVER: pdsUrl,
    ...(tap ? { TAP_URL: tap.url, TAP_ADMIN_PASSWORD: tap.adminPassword } : {}),
  }
}
