import { BOT_HANDLES } from '../activity/bots.js'
import { DEFAULT_PORTS } from './options.js'

export const HELP = `
Usage: atproto-devnet [flags]

Starts a whole AT network on this machine, in one process: PLC directory, PDS
and Tap server. For development and tests; nothing is reachable from outside.

  --accounts NAMES          accounts to have, separated by commas
                            (default alice,bob,carla; each one's password is
                            its name with "-password" behind it)
  --data DIR                keep everything in DIR and come back with it
                            (default: everything is forgotten at the end)
  --activity                have three bots (${BOT_HANDLES.join(', ')})
                            post an xyz.statusphere.status now and then
  --plc-port PORT           port of the PLC directory (default ${DEFAULT_PORTS.plc})
  --pds-port PORT           port of the PDS (default ${DEFAULT_PORTS.pds})
  --tap-port PORT           port of the Tap server (default ${DEFAULT_PORTS.tap})
  --signal-collection NSID  have Tap follow every account with a record of it
                            (default: the accounts your app adds)
  --collection-filters NSIDS
                            records Tap sends, separated by commas; "app.bsky.*"
                            is one (default: all)
  --webhook-url URL         have Tap post events there, and serve no channel
  --no-tap                  start no Tap server
  --env                     print what an app needs in its environment and exit;
                            starts nothing. Give it the flags you start with:
                              atproto-devnet --env >> .env
  -h, --help                print this
  -v, --version             print the version

Ctrl-C stops everything.
`.trimStart()
