import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, ROOT } from '../workspace.mjs'

const PORTS = {
  'port': { of: 'the app', default: 3333 },
  'plc-port': { of: 'the PLC directory', default: 2582 },
  'pds-port': { of: 'the PDS', default: 2583 },
  'tap-port': { of: 'the Tap server', default: 2480 },
}

const HELP = `Runs the Statusphere example on a local AT Protocol network.

  npm run demo -- [flags]

${Object.entries(PORTS)
  .map(([name, port]) => line(`--${name} N`, `port of ${port.of} (default ${port.default})`))
  .join('\n')}
${line('--adonis N', 'AdonisJS version of the app, 6 or 7 (default 7)')}
${line('--data DIR', 'folder for the data of the network and the app (default tmp/demo-7 or tmp/demo-6)')}
${line('--fresh', 'delete the data of an earlier demo first')}
${line('--no-activity', 'do not start the bots that post statuses')}
${line('--help', 'show this help')}`

function line(flag, meaning) {
  return `  ${flag.padEnd(16)}${meaning}`
}

/**
 * Parses the flags. Exits with an error message if one of them is invalid.
 *
 * @param {string[]} args
 */
export function readFlags(args) {
  const values = parse(args)
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }

  const adonis = majorFrom(values.adonis)
  return {
    adonis,
    ports: Object.keys(PORTS).map((flag) => ({
      flag,
      of: PORTS[flag].of,
      number: portFrom(flag, values[flag]),
    })),
    data: resolve(values.data ?? resolve(ROOT, 'tmp', `demo-${adonis}`)),
    fresh: Boolean(values.fresh),
    activity: !values['no-activity'],
  }
}

function parse(args) {
  const string = { type: 'string' }
  const boolean = { type: 'boolean' }
  const options = {
    ...Object.fromEntries(Object.keys(PORTS).map((name) => [name, string])),
    'adonis': string,
    'data': string,
    'fresh': boolean,
    'no-activity': boolean,
    'help': boolean,
  }
  try {
    return parseArgs({ args, options, allowPositionals: false }).values
  } catch (error) {
    const [sentence] = error.message.split('. ')
    return fail(`${sentence}. Run "npm run demo -- --help" to list the flags.`)
  }
}

function portFrom(flag, value) {
  if (value === undefined) return PORTS[flag].default

  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  return fail(`Invalid port "${value}". --${flag} expects a number from 1 to 65535.`)
}

function majorFrom(value = '7') {
  if (value === '6' || value === '7') return value
  return fail(`Invalid version "${value}". --adonis expects 6 or 7.`)
}
