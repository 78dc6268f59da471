import { AccountRefusedError, XrpcError } from '../errors.js'
import type { AccountSeed, PdsApi } from '../types.js'

/** @throws AccountRefusedError */
export async function registerAccount(
  pds: PdsApi,
  { handle, email, password }: Required<AccountSeed>
): Promise<{ did: string; accessToken: string }> {
  try {
    const { did, accessJwt } = await pds.call<{ did: string; accessJwt: string }>(
      'com.atproto.server.createAccount',
      { body: { handle, email, password } }
    )
    return { did, accessToken: accessJwt }
  } catch (error) {
    if (!(error instanceof XrpcError)) throw error
    throw new AccountRefusedError(handle, error.reason, error)
  }
}
