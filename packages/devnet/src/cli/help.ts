import { BOT_HANDLES } from '../activity/bots.js'
import { DEFAULT_PORTS } from '../environment.js'

export const HELP = `
Usage: atproto-devnet [flags]

Starts an AT Protocol network on this machine, in one process: PLC directory,
PDS and Tap server. For development and tests; other machines cannot reach it.

  --accounts NAMES          accounts to create, separated by commas
                            (default: alice,bob,carla; the password of alice is
                            alice-password, and so on)
  --data DIR                keep everything in DIR, for the next start
                            (default: everything is deleted at the end)
  --activity                let three bots (${BOT_HANDLES.join(', ')})
                            post an xyz.statusphere.status now and then
  --plc-port PORT           port of the PLC directory (default: ${DEFAULT_PORTS.plc})
  --pds-port PORT           port of the PDS (default: ${DEFAULT_PORTS.pds})
  --tap-port PORT           port of the Tap server (default: ${DEFAULT_PORTS.tap})
  --signal-collection NSID  let Tap follow every account with a record of this
                            collection (default: the accounts your app adds)
  --collection-filters NSIDS
                            collections that Tap sends, separated by commas,
                            such as "app.bsky.*" (default: all)
  --webhook-url URL         let Tap post events to URL instead of its channel
  --no-tap                  start no Tap server
  --allow-host NAMES        accept requests for or from these hosts, separated
                            by commas, such as host.docker.internal
                            (default: only this machine)
  --env                     print the environment variables that an app needs,
                            and exit. Pass the flags that you start with, too
  --write-env FILE          write these variables into FILE, such as .env, and
                            exit. Replaces their earlier values
  -h, --help                print this help
  -v, --version             print the version

Press Ctrl-C to stop.
`.trimStart()
