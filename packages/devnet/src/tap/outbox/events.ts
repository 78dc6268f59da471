import type { IdentityEvent, RecordEvent } from '../types.js'

/**
 * Serializes a record event, with its fields in the order of the real server. A delete has no
 * record and no CID.
 */
export function recordEventData(id: number, event: RecordEvent): string {
  const { live, did, rev, collection, rkey, action, record, cid } = event
  return JSON.stringify({
    id,
    type: 'record',
    record: { live, did, rev, collection, rkey, action, record, cid },
  })
}

/** Serializes an identity event. */
export function identityEventData(id: number, event: IdentityEvent): string {
  const { did, handle, is_active: isActive, status } = event
  return JSON.stringify({
    id,
    type: 'identity',
    identity: { did, handle, is_active: isActive, status },
  })
}
