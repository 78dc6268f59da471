/** What every error of this package is: a stable `code`, and one sentence that names the cure. */
export class DevnetError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

export class PortInUseError extends DevnetError {
  constructor(service: string, port: number, cause?: unknown) {
    super(
      'E_PORT_IN_USE',
      `Port ${port} is in use, so the ${service} can't start: stop what listens there, or choose another port for the ${service}`,
      { cause }
    )
  }
}

export class PortForbiddenError extends DevnetError {
  constructor(service: string, port: number, cause?: unknown) {
    super(
      'E_PORT_FORBIDDEN',
      `Port ${port} is not open to this user, so the ${service} can't start: choose one above 1023`,
      { cause }
    )
  }
}

/** Accounts name their PDS by address in their DID documents, so kept accounts pin its port. */
export class PdsPortMovedError extends DevnetError {
  constructor(dataDir: string, kept: number, asked: number) {
    super(
      'E_PDS_PORT_MOVED',
      `The accounts in ${dataDir} live at a PDS on port ${kept}, not ${asked}: start with PDS port ${kept}, or with another data folder`
    )
  }
}

export class DataDirInUseError extends DevnetError {
  constructor(dataDir: string, cause?: unknown) {
    super(
      'E_DATA_DIR_IN_USE',
      `The data folder ${dataDir} is in use by another devnet: stop that one, or choose another folder`,
      { cause }
    )
  }
}

export class DataDirUnusableError extends DevnetError {
  constructor(dataDir: string, cause: Error) {
    super(
      'E_DATA_DIR_UNUSABLE',
      `The data folder ${dataDir} can't be used (${cause.message}): choose another folder`,
      { cause }
    )
  }
}

/** better-sqlite3 12, which `@atproto/pds` asks for, is compiled for whichever Node.js ran the install. */
export class SqliteUnusableError extends DevnetError {
  constructor(cause: Error) {
    super(
      'E_SQLITE_UNUSABLE',
      `better-sqlite3 does not load on Node.js ${process.versions.node}: put "overrides": { "better-sqlite3": "^13.2.0" } into your package.json (with pnpm: overrides in pnpm-workspace.yaml) and install again`,
      { cause }
    )
  }
}

export class InvalidHandleError extends DevnetError {
  constructor(input: string) {
    super(
      'E_INVALID_HANDLE',
      `"${input}" can't be a handle here: take 3 to 18 letters, digits or hyphens, with or without ".test" behind them`
    )
  }
}

export class AccountRefusedError extends DevnetError {
  constructor(handle: string, reason: string, cause?: unknown) {
    super('E_ACCOUNT_REFUSED', `The PDS refused to create the account ${handle}: ${reason}`, {
      cause,
    })
  }
}

/** The PDS answered an XRPC call with an error. */
export class XrpcError extends DevnetError {
  constructor(
    readonly nsid: string,
    /** HTTP status */
    readonly status: number,
    /** the `error` name of the XRPC response, such as `RecordNotFound` */
    readonly error: string,
    readonly reason: string
  ) {
    super('E_XRPC', `${nsid} failed with ${status} ${error}: ${reason}`)
  }
}

export class ServiceStoppedError extends DevnetError {
  constructor(service: string) {
    super('E_SERVICE_STOPPED', `The ${service} is stopped: start it again before you use it`)
  }
}

export class NoTapError extends DevnetError {
  constructor() {
    super('E_NO_TAP', 'This devnet was started without a Tap server: leave `tap: false` out')
  }
}

/** The walk through the PDS's sign-in pages ended before a callback URL was reached. */
export class SignInError extends DevnetError {
  constructor(
    code: 'E_WRONG_PASSWORD' | 'E_SIGN_IN_REFUSED' | 'E_NOT_AN_AUTHORIZATION_URL',
    message: string,
    /** HTTP status of the PDS's answer, where there was one */
    readonly status?: number
  ) {
    super(code, message)
  }
}
