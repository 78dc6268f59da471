/** What Statusphere needs from a Tap server: everyone's statuses, and the names of those people. */
export const TAP = {
  signalCollection: 'xyz.statusphere.status',
  collectionFilters: ['xyz.statusphere.status', 'app.bsky.actor.profile'],
}

export const STATUS = 'xyz.statusphere.status'
