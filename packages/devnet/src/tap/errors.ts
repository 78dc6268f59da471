/** Something the caller of `startTap` can mend; the message says how. */
export class TapError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options)
    this.name = new.target.name
  }
}

export class OptionError extends TapError {
  constructor(option: string, problem: string) {
    super('E_TAP_OPTION', `startTap: "${option}" ${problem}`)
  }
}

export class PortInUseError extends TapError {
  constructor(port: number) {
    super(
      'E_TAP_PORT_IN_USE',
      `Port ${port} is already in use, so Tap can't listen there: stop what uses it, or choose another port`
    )
  }
}

export class DataDirInUseError extends TapError {
  constructor(dataDir: string) {
    super(
      'E_TAP_DATA_DIR_IN_USE',
      `Another Tap is using ${dataDir}: stop it, or give each its own data folder`
    )
  }
}

export class DataDirVersionError extends TapError {
  constructor(dataDir: string) {
    super(
      'E_TAP_DATA_DIR_VERSION',
      `${dataDir}/tap.sqlite was written by another version of this package: delete it, and the repos will be read again once they are added`
    )
  }
}

/** Why a repo could not be read. The message is what `/info/:did` shows. */
export class ResyncError extends TapError {
  constructor(message: string, options?: ErrorOptions) {
    super('E_TAP_RESYNC', message, options)
  }
}
