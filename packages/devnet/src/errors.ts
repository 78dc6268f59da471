/**
 * The base of every error of this package: a stable `code`, a message that says what is wrong, and
 * `help` that says what to do about it.
 */
export abstract class DevnetError extends Error {
  static code: string
  static help: string

  readonly code: string
  readonly help: string

  constructor(message: string, options: ErrorOptions & { code?: string; help?: string } = {}) {
    super(message, { cause: options.cause })
    const { name, code, help } = new.target as typeof DevnetError
    this.name = name
    this.code = options.code ?? code
    this.help = options.help ?? help
  }
}

export class UnsupportedPlatformError extends DevnetError {
  static code = 'E_UNSUPPORTED_PLATFORM'
  static help =
    'Run it in WSL (Windows Subsystem for Linux): https://learn.microsoft.com/windows/wsl/install'

  constructor() {
    super('The devnet does not run on Windows: the PDS creates folders with a colon in their names')
  }
}

export class DevnetUnreachableError extends DevnetError {
  static code = 'E_DEVNET_UNREACHABLE'
  static help =
    'Start one with "npx atproto-devnet", and pass the URL of its PDS: the value of ATPROTO_PDS_URL.'

  constructor(url: string, cause: Error) {
    super(`No devnet responds at ${url}: ${cause.message}`, { cause })
  }
}

export class PortInUseError extends DevnetError {
  static code = 'E_PORT_IN_USE'
  static help = 'Stop the program that uses the port, or choose another port.'

  constructor(service: string, port: number, cause?: unknown) {
    super(`Cannot start the ${service}: port ${port} is in use`, { cause })
  }
}

export class PortForbiddenError extends DevnetError {
  static code = 'E_PORT_FORBIDDEN'
  static help = 'Choose a port above 1023.'

  constructor(service: string, port: number, cause?: unknown) {
    super(`Cannot start the ${service}: permission denied for port ${port}`, { cause })
  }
}

/** The DID documents of the kept accounts contain the address of their PDS, port included. */
export class PdsPortMovedError extends DevnetError {
  static code = 'E_PDS_PORT_MOVED'
  static help = 'Use the PDS port of the existing accounts, or another data folder.'

  constructor(dataDir: string, kept: number, requested: number) {
    super(`The accounts in ${dataDir} belong to a PDS on port ${kept}, not ${requested}`, {
      help: `Use PDS port ${kept}, or another data folder.`,
    })
  }
}

export class DataDirInUseError extends DevnetError {
  static code = 'E_DATA_DIR_IN_USE'
  static help = 'Stop the other devnet, or choose another folder.'

  constructor(dataDir: string, cause?: unknown) {
    super(`The data folder ${dataDir} is in use by another devnet`, { cause })
  }
}

export class DataDirUnusableError extends DevnetError {
  static code = 'E_DATA_DIR_UNUSABLE'
  static help = 'Choose another folder, or fix the problem in the message.'

  constructor(dataDir: string, cause: Error) {
    super(`Cannot use the data folder ${dataDir}: ${cause.message}`, { cause })
  }
}

export class SqliteUnusableError extends DevnetError {
  static code = 'E_SQLITE_UNUSABLE'
  static help =
    'Install the packages again on this machine: better-sqlite3 13 contains the binary for its platform. The devnet needs Node.js 22.15 or newer.'

  constructor(cause: Error) {
    super(`Cannot load better-sqlite3 on Node.js ${process.versions.node}`, { cause })
  }
}

export class InvalidHandleError extends DevnetError {
  static code = 'E_INVALID_HANDLE'
  static help =
    'Use 3 to 18 letters, digits and hyphens, with or without ".test" at the end: "alice" or "alice.test".'

  constructor(input: string) {
    super(`Invalid handle "${input}"`)
  }
}

export class InvalidHostError extends DevnetError {
  static code = 'E_INVALID_HOST'
  static help = 'Pass a name without scheme and port, such as "host.docker.internal".'

  constructor(host: string) {
    super(`Invalid host name "${host}"`)
  }
}

export class AccountRefusedError extends DevnetError {
  static code = 'E_ACCOUNT_REFUSED'
  static help = 'The PDS gave the reason in the message. Choose another handle or password.'

  constructor(handle: string, reason: string, cause?: unknown) {
    super(`The PDS refused to create the account ${handle}: ${reason}`, { cause })
  }
}

/** The PDS responded to an XRPC call with an error. */
export class XrpcError extends DevnetError {
  static code = 'E_XRPC'
  static help = 'Compare "error" and "reason" with the lexicon of the method that was called.'

  constructor(
    readonly nsid: string,
    /** HTTP status. */
    readonly status: number,
    /** the `error` name of the XRPC response, such as `RecordNotFound` */
    readonly error: string,
    readonly reason: string
  ) {
    super(`${nsid} failed with ${status} ${error}: ${reason}`)
  }
}

export class ServiceStoppedError extends DevnetError {
  static code = 'E_SERVICE_STOPPED'
  static help = 'Call its "start" method first.'

  constructor(service: string) {
    super(`The ${service} is stopped`)
  }
}

export class NoTapError extends DevnetError {
  static code = 'E_NO_TAP'
  static help = 'Remove "tap: false" from the options, or "--no-tap" from the command.'

  constructor() {
    super('This devnet runs without a Tap server')
  }
}

/** The options of a fault are not valid. */
export class InvalidFaultError extends DevnetError {
  static code = 'E_INVALID_FAULT'
  static help = 'See "Simulate failures" in the guide: docs/devnet.md.'

  constructor(problem: string) {
    super(`Invalid fault: ${problem}`)
  }
}

/** A fault was restored while `nextHit` was awaited. */
export class FaultEndedError extends DevnetError {
  static code = 'E_FAULT_ENDED'
  static help = 'Await "nextHit" before you call "restore" or leave the block of "await using".'

  constructor() {
    super('The fault was restored before it met another request')
  }
}

/** A sign-in on the PDS's pages ended before the callback URL. */
export class SignInError extends DevnetError {
  static code = 'E_SIGN_IN_REFUSED'
  static help = 'The PDS gave the reason in the message. Get a new authorization URL to try again.'

  readonly status?: number

  /** @param options.status HTTP status of the PDS's response, if there was one */
  constructor(message: string, options: { status?: number } = {}) {
    super(message)
    this.status = options.status
  }
}

export class WrongPasswordError extends SignInError {
  static code = 'E_WRONG_PASSWORD'
  static help =
    'Check the handle and the password. On a devnet, "alice" has the password "alice-password".'

  constructor(handle: string, status: number) {
    super(`Wrong password for ${handle}, or no such account`, { status })
  }
}

export class InvalidAuthorizationUrlError extends SignInError {
  static code = 'E_INVALID_AUTHORIZATION_URL'
  static help =
    'Pass the URL that your app redirects to. Its handle resolver and PLC directory must be those of the devnet: see "devnet.env".'

  constructor(url: URL, pdsUrl: string) {
    super(`${url.origin}${url.pathname} is not an authorization URL of the PDS at ${pdsUrl}`)
  }
}

export class TapOptionError extends DevnetError {
  static code = 'E_TAP_OPTION'
  static help = 'Fix the "tap" option of startDevnet, or the flag with that name.'

  constructor(option: string, problem: string) {
    super(`Invalid Tap option "${option}": ${problem}`)
  }
}

export class TapDataVersionError extends DevnetError {
  static code = 'E_TAP_DATA_VERSION'
  static help = 'Delete the file, then add the repos to Tap again.'

  constructor(path: string) {
    super(`${path} was written by another version of this package`)
  }
}
