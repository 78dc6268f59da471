import type { IdentityEvent, RecordEvent } from '../types.js'

/**
 * The text of a record event. Fields come in the real server's order; a delete has neither record
 * nor cid.
 */
export function recordEventData(id: number, event: RecordEvent): string {
  const { live, did, rev, collection, rkey, action, record, cid } = event
  return JSON.stringify({
    id,
    type: 'record',
    record: { live, did, rev, collection, rkey, action, record, cid },
  })
}

/** The text of an identity event. */
export function identityEventData(id: number, event: IdentityEvent): string {
  const { did, handle, is_active: isActive, status } = event
  return JSON.stringify({
    id,
    type: 'identity',
    identity: { did, handle, is_active: isActive, status },
  })
}
