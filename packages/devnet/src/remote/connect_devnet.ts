import { DevnetAccount } from '../accounts/account.js'
import { completeSeed } from '../accounts/account_seed.js'
import { registerAccount } from '../accounts/register_account.js'
import { DEFAULT_PORTS } from '../environment.js'
import { DevnetUnreachableError } from '../errors.js'
import { Network } from '../network.js'
import { PdsClient } from '../pds/pds_client.js'
import type { AccountSeed, DevnetServer, PdsApi } from '../types.js'
import { type Description, DESCRIPTION_PATH } from './description.js'

/** A devnet that runs in another process, returned by `connectDevnet`. */
export class RemoteDevnet extends Network<PdsApi, RemoteTap> {}

interface RemoteTap extends DevnetServer {
  readonly adminPassword: string
}

/**
 * Connects to a devnet that runs in another process, such as `npx atproto-devnet`. There is nothing
 * to close.
 *
 * @param url of its PDS; default `ATPROTO_PDS_URL`, or the port that the command line uses
 * @throws DevnetUnreachableError
 */
export async function connectDevnet(
  url: string | URL = process.env.ATPROTO_PDS_URL ?? `http://localhost:${DEFAULT_PORTS.pds}`
): Promise<RemoteDevnet> {
  const description = await fetchDescription(url)
  const { plcUrl, pdsUrl, pdsAdminPassword, tap } = description
  const pds = new PdsClient(pdsUrl, pdsAdminPassword)
  return new RemoteDevnet({
    plc: server(plcUrl),
    pds,
    tap: tap && { ...server(tap.url), adminPassword: tap.adminPassword },
    accounts: description.accounts.map((details) => new DevnetAccount(details, pds)),
    createAccount: async (seed: AccountSeed) => {
      const details = completeSeed(seed)
      return new DevnetAccount({ ...details, ...(await registerAccount(pds, details)) }, pds)
    },
  })
}

async function fetchDescription(url: string | URL): Promise<Description> {
  try {
    const response = await fetch(new URL(DESCRIPTION_PATH, url))
    if (!response.ok) throw new Error(`status ${response.status}`)
    return (await response.json()) as Description
  } catch (error) {
    throw new DevnetUnreachableError(String(url), error as Error)
  }
}

function server(url: string): DevnetServer {
  return { url, port: Number(new URL(url).port) }
}
