import type { Group } from '@japa/runner/core'
import { type Devnet, type DevnetAccount, startDevnet } from '../../index.js'

export const STATUS = 'xyz.statusphere.status'

/** One devnet for all tests of a group. Each test creates its own accounts. */
export function useNetwork(group: Group): { devnet: Devnet } {
  const network = {} as { devnet: Devnet }
  group.setup(async () => {
    network.devnet = await startDevnet({ tap: false, accounts: [] })
    return () => network.devnet.close()
  })
  return network
}

/** Uploads a blob, and returns the reference to it for a record. */
export async function uploadBlob(
  devnet: Devnet,
  { did, password }: DevnetAccount
): Promise<Record<string, unknown>> {
  const { accessJwt } = await devnet.pds.call<{ accessJwt: string }>(
    'com.atproto.server.createSession',
    { body: { identifier: did, password } }
  )
  const response = await fetch(`${devnet.pds.url}/xrpc/com.atproto.repo.uploadBlob`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${accessJwt}`, 'content-type': 'image/png' },
    body: 'not really a picture',
  })
  const { blob } = (await response.json()) as { blob: Record<string, unknown> }
  return blob
}

/** Returns a status record. */
export function status(emoji: string): { status: string; createdAt: string } {
  return { status: emoji, createdAt: '2026-11-23T12:00:00.000Z' }
}
