import { randomBytes } from 'node:crypto'
import type { FakeAccount } from './fake_account.js'

/** The default server of accounts. */
export const FAKE_SERVER = 'https://pds.fake.test'

export const randomHandle = () => `user-${randomBytes(4).toString('hex')}.test`

/**
 * The accounts of a fake. All other handles and DIDs are unknown.
 */
export class FakeAccounts {
  #accounts: FakeAccount[] = []

  add(account: FakeAccount): FakeAccount {
    const taken = this.find(account.handle) ?? this.find(account.did)
    if (taken) throw new Error(`The fake already has an account ${taken.handle} (${taken.did})`)
    this.#accounts.push(account)
    return account
  }

  /** @param name - A handle or a DID */
  find(name: unknown): FakeAccount | undefined {
    return this.#accounts.find(({ did, handle }) => did === name || handle === name)
  }
}

/** The DID document, as a directory returns it. */
export function didDocument({ did, handle, server }: FakeAccount) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    'id': did,
    'alsoKnownAs': [`at://${handle}`],
    'verificationMethod': [],
    'service': [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: server }],
  }
}
