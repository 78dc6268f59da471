import { DevnetError } from '../errors.js'

/** An option of `startTap` that can't be meant. */
export class TapOptionError extends DevnetError {
  constructor(option: string, problem: string) {
    super('E_TAP_OPTION', `Tap's option "${option}" ${problem}`)
  }
}

export class TapDataVersionError extends DevnetError {
  constructor(path: string) {
    super(
      'E_TAP_DATA_VERSION',
      `${path} was written by another version of this package: delete it, then add the repos to Tap again`
    )
  }
}

/** Why a repo could not be read. The message is what `/info/:did` shows, in the real server's words. */
export class ResyncError extends DevnetError {
  constructor(message: string, cause?: unknown) {
    super('E_TAP_RESYNC', message, { cause })
  }
}
