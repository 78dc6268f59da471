import type { PDS } from '@atproto/pds'

type Context = Pick<PDS['ctx'], 'actorStore' | 'sequencer'>

/** How many of the newest events are checked. A kill interrupts what is being written only. */
const NEWEST = 100

/**
 * Withdraws the commits that were announced and never stored: the PDS writes an event before it
 * commits to the repo. When it is killed in between, subscribers would get a record that does not
 * exist, and Tap never sends its deletion.
 *
 * @param context with a sequencer that was started: it has read the number of its last event
 */
export async function withdrawInterrupted({ actorStore, sequencer }: Context): Promise<void> {
  const events = await sequencer.requestSeqRange({ earliestSeq: sequencer.lastSeen - NEWEST })
  const commits = events.filter((event) => event.type === 'commit')
  const newest = new Map(commits.map((commit) => [commit.evt.repo, commit]))

  for (const [did, { seq, evt }] of newest) {
    if (!(await actorStore.exists(did))) continue
    const stored = await actorStore.read(did, ({ repo }) => repo.storage.getRootDetailed())
    if (evt.rev <= stored.rev) continue
    const { db } = sequencer.db
    await db.updateTable('repo_seq').set({ invalidated: 1 }).where('seq', '=', seq).execute()
  }
}
