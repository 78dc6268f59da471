/**
 * Not a secret, because the server listens on loopback only. Constant, so that a `.env` file stays
 * valid.
 */
export const DEFAULT_TAP_PASSWORD = 'devnet'

export interface Addresses {
  plcUrl: string
  pdsUrl: string
  tap?: false | { url: string; adminPassword: string }
}

/** The environment variables of an app that uses this network. */
export function environmentOf({ plcUrl, pdsUrl, tap }: Addresses): Record<string, string> {
  return {
    ATPROTO_PLC_URL: plcUrl,
    ATPROTO_PDS_URL: pdsUrl,
    ATPROTO_HANDLE_RESOLVER: pdsUrl,
    ...(tap ? { TAP_URL: tap.url, TAP_ADMIN_PASSWORD: tap.adminPassword } : {}),
  }
}
