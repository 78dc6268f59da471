/** The ports of the command line, unless its flags name others. */
export const DEFAULT_PORTS = { plc: 2582, pds: 2583, tap: 2480 }

/** Not a secret: Tap listens on loopback only. It never changes, so a `.env` file stays valid. */
export const DEFAULT_TAP_PASSWORD = 'devnet'

export interface Addresses {
  plcUrl: string
  pdsUrl: string
  tap?: false | { url: string; adminPassword: string }
}

/** The environment variables that an app needs to use a network. */
export function environmentOf({ plcUrl, pdsUrl, tap }: Addresses): Record<string, string> {
  return {
    ATPROTO_PLC_URL: plcUrl,
    ATPROTO_PDS_URL: pdsUrl,
    ATPROTO_HANDLE_RESOLVER: pdsUrl,
    ...(tap ? { TAP_URL: tap.url, TAP_ADMIN_PASSWORD: tap.adminPassword } : {}),
  }
}
