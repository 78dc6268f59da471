import { startTap } from '../../src/tap/start_tap.js'

// The embedded server as a process: options come as JSON, the URL goes to stdout.
const tap = await startTap(JSON.parse(process.argv[2]!))
process.once('SIGTERM', () => void tap.close())
console.log(tap.url)
