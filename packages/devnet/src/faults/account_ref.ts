import type { AccountRef } from './types.js'

export function didOf(account: AccountRef): string {
  return typeof account === 'string' ? account : account.did
}
