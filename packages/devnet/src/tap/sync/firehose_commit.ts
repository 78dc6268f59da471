import { lexToJson } from '@atproto/lex'
import type { CommitEvt, Event } from '@atproto/sync'
import type { Commit, RecordOp } from '../types.js'

export function isWrite(event: Event): event is CommitEvt {
  return event.event === 'create' || event.event === 'update' || event.event === 'delete'
}

/** Combines the writes of one commit, with records as JSON. */
export function toCommit(did: string, writes: CommitEvt[]): Commit {
  return { did, rev: writes[0]!.rev, ops: writes.map(toOp) }
}

function toOp(write: CommitEvt): RecordOp {
  const { collection, rkey, event: action } = write
  if (write.event === 'delete') return { collection, rkey, action }
  return { collection, rkey, action, cid: write.cid.toString(), record: lexToJson(write.record) }
}
