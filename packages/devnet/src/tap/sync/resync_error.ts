/** The reason why a repo could not be read. `/info/:did` returns its message. */
export class ResyncError extends Error {}
