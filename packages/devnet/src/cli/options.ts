import { parseArgs } from 'node:util'
import { DEFAULT_PORTS } from '../environment.js'
import { DevnetError } from '../errors.js'
import type { DevnetOptions } from '../types.js'

export const FLAGS = {
  'accounts': { type: 'string' },
  'plc-port': { type: 'string' },
  'pds-port': { type: 'string' },
  'tap-port': { type: 'string' },
  'no-tap': { type: 'boolean' },
  'signal-collection': { type: 'string' },
  'collection-filters': { type: 'string' },
  'webhook-url': { type: 'string' },
  'data': { type: 'string' },
  'activity': { type: 'boolean' },
  'allow-host': { type: 'string' },
  'env': { type: 'boolean' },
  'write-env': { type: 'string' },
  'help': { type: 'boolean', short: 'h' },
  'version': { type: 'boolean', short: 'v' },
} as const

export interface Command {
  action: 'start' | 'env' | 'write-env' | 'help' | 'version'
  /** of `write-env` */
  envFile?: string
  options: DevnetOptions & { ports: { plc: number; pds: number; tap: number } }
}

class UsageError extends DevnetError {
  static code = 'E_USAGE'
  static help = 'Run "atproto-devnet --help" for the list of flags.'
}

/** @throws UsageError for the first invalid argument */
export function parseCommand(args: string[]): Command {
  refuseUnknown(args)
  const { values } = parse(args)
  const options = {
    ports: {
      plc: port('plc-port', values['plc-port'], DEFAULT_PORTS.plc),
      pds: port('pds-port', values['pds-port'], DEFAULT_PORTS.pds),
      tap: port('tap-port', values['tap-port'], DEFAULT_PORTS.tap),
    },
    accounts: optionalList(values.accounts),
    dataDir: values.data,
    activity: values.activity,
    allowHosts: optionalList(values['allow-host']),
    tap: values['no-tap']
      ? (false as const)
      : {
          signalCollection: values['signal-collection'],
          collectionFilters: optionalList(values['collection-filters']),
          webhookUrl: values['webhook-url'],
        },
  }
  const command = { action: action(values), envFile: values['write-env'], options }
  const isEnv = command.action === 'env' || command.action === 'write-env'
  if (isEnv && Object.values(options.ports).includes(0)) {
    throw new UsageError(`--${command.action} cannot be used with port 0`)
  }
  return command
}

function action(values: {
  'help'?: boolean
  'version'?: boolean
  'env'?: boolean
  'write-env'?: string
}): Command['action'] {
  if (values.help) return 'help'
  if (values.version) return 'version'
  if (values['write-env']) return 'write-env'
  return values.env ? 'env' : 'start'
}

/** `parseArgs` would report this with a longer message and another code. */
function refuseUnknown(args: string[]): void {
  const { tokens } = parseArgs({ args, options: FLAGS, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new UsageError(`Unknown argument "${token.value}"`)
    }
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(FLAGS, token.name)) {
      throw new UsageError(`Unknown flag ${token.rawName}`)
    }
    const takesValue = FLAGS[token.name as keyof typeof FLAGS].type === 'string'
    const isNextFlag = !token.inlineValue && token.value?.startsWith('-')
    if (takesValue && (!token.value || isNextFlag))
      throw new UsageError(`Missing value for ${token.rawName}`)
    if (!takesValue && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`)
    }
  }
}

function parse(args: string[]) {
  return parseArgs({ args, options: FLAGS })
}

function port(flag: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback
  const number = Number(value)
  if (!/^\d+$/.test(value) || number > 65_535) {
    throw new UsageError(`Invalid port "${value}" for --${flag}: expected 0 (a free port) to 65535`)
  }
  return number
}

function optionalList(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}
