import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT, fail } from '../workspace.mjs'

const PORTS = {
  'port': { of: 'the app', default: 3333 },
  'plc-port': { of: 'the PLC directory', default: 2582 },
  'pds-port': { of: 'the PDS', default: 2583 },
  'tap-port': { of: 'the Tap server', default: 2480 },
}

const HELP = `Runs the Statusphere example on a local AT Protocol network.

  npm run demo -- [flags]

${Object.entries(PORTS)
  .map(([name, port]) => line(`--${name} N`, `the port of ${port.of} (default ${port.default})`))
  .join('\n')}
${line('--adonis N', 'run the app on AdonisJS 7 (the default) or 6')}
${line('--data DIR', 'where the network and the app keep what they know (default tmp/demo-7, or -6)')}
${line('--fresh', 'forget what an earlier demo left there')}
${line('--no-activity', 'no bots that post a status now and then')}
${line('--help', 'this text')}`

function line(flag, meaning) {
  return `  ${flag.padEnd(16)}${meaning}`
}

/**
 * What the person asked for, or one sentence about what was wrong with it.
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
    return fail(`${sentence}. "npm run demo -- --help" lists the flags.`)
  }
}

function portFrom(flag, value) {
  if (value === undefined) return PORTS[flag].default

  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  return fail(`--${flag} takes a port number from 1 to 65535, not "${value}".`)
}

function majorFrom(value = '7') {
  if (value === '6' || value === '7') return value
  return fail(`--adonis takes 6 or 7, not "${value}".`)
}
