import type { IdentityEvent } from 'adonisjs-atproto-tap'

export default class AccountIndexer {
  handle({ did, handle, isActive, status }: IdentityEvent) {
    const isGone: boolean = status === 'deleted'
    // @ts-expect-error: there is no such status.
    const isLost: boolean = status === 'lost'
    return { did, handle, isActive, isGone, isLost }
  }
}
