import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, ROOT } from '../workspace.mjs'

const HELP = `Runs the Statusphere example on a local AT Protocol network.

  npm run demo -- [flags]

  --port N        port of the app (default 3333)
  --plc-port N    port of the PLC directory (default 2582)
  --pds-port N    port of the PDS (default 2583)
  --tap-port N    port of the Tap server (default 2480)
  --adonis N      AdonisJS version of the app, 6 or 7 (default 7)
  --data DIR      folder for the data of the network and the app (default tmp/demo-7 or tmp/demo-6)
  --fresh         delete the data of an earlier demo first
  --no-activity   do not start the bots that post statuses
  --help          show this help`

const OPTIONS = {
  'port': { type: 'string', default: '3333' },
  'plc-port': { type: 'string', default: '2582' },
  'pds-port': { type: 'string', default: '2583' },
  'tap-port': { type: 'string', default: '2480' },
  'adonis': { type: 'string', default: '7' },
  'data': { type: 'string' },
  'fresh': { type: 'boolean', default: false },
  'no-activity': { type: 'boolean', default: false },
  'help': { type: 'boolean' },
}

/** What each port is of. */
const PORTS = {
  'port': 'the app',
  'plc-port': 'the PLC directory',
  'pds-port': 'the PDS',
  'tap-port': 'the Tap server',
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
  const { adonis, data = join(ROOT, 'tmp', `demo-${adonis}`), fresh } = values
  if (!['6', '7'].includes(adonis)) {
    fail(`Invalid version "${adonis}". --adonis expects 6 or 7.`)
  }
  const ports = Object.entries(PORTS).map(([flag, of]) => {
    return { flag, of, number: portFrom(flag, values[flag]) }
  })
  return { adonis, ports, data: resolve(data), fresh, activity: !values['no-activity'] }
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    const [sentence] = error.message.split('. ')
    return fail(`${sentence}. Run "npm run demo -- --help" to list the flags.`)
  }
}

function portFrom(flag, value) {
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  return fail(`Invalid port "${value}". --${flag} expects a number from 1 to 65535.`)
}
