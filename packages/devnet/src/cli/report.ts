import type { DevnetAccount } from '../accounts/account.js'
import type { Devnet } from '../devnet.js'
import { DEFAULT_TAP_PASSWORD, environmentOf } from '../environment.js'
import type { Command } from './options.js'

/** `KEY=value` lines, as in a `.env` file. */
export function environmentLines(env: Record<string, string>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

/** The `devnet.env` of a network that starts with these options. */
export function environmentAhead({ ports, tap }: Command['options']): Record<string, string> {
  return environmentOf({
    plcUrl: `http://localhost:${ports.plc}`,
    pdsUrl: `http://localhost:${ports.pds}`,
    tap: tap && { url: `http://127.0.0.1:${ports.tap}`, adminPassword: DEFAULT_TAP_PASSWORD },
  })
}

/** The text that is printed after the start. */
export function describe(devnet: Devnet, options: { dataDir?: string }): string {
  const password = devnet.env.TAP_ADMIN_PASSWORD
  const tap = devnet.env.TAP_URL && [
    `  Tap server     ${devnet.env.TAP_URL}`,
    password ? `   (user admin, password ${password})` : '   (no password)',
  ]
  const bots = devnet.bots.map((bot) => bot.handle).join(', ')

  return [
    `  PLC directory  ${devnet.plc.url}`,
    `  PDS            ${devnet.pds.url}`,
    ...(tap ? [tap.join('')] : []),
    '',
    ...accountTable(devnet.accounts),
    ...(bots ? ['', `  Posting now and then: ${bots}`] : []),
    '',
    '  Environment variables for your app (--write-env .env writes them into the file):',
    environmentLines(devnet.env).replaceAll(/^/gm, '    '),
    '',
    options.dataDir
      ? `  Everything is kept in ${options.dataDir}. Press Ctrl-C to stop.`
      : '  Press Ctrl-C to stop. Everything is deleted then; --data DIR keeps it.',
  ].join('\n')
}

function accountTable(accounts: readonly DevnetAccount[]): string[] {
  if (accounts.length === 0)
    return ['  No accounts yet: sign up on the PDS, or start with --accounts']
  const rows = [
    { handle: 'Account', password: 'Password', did: 'DID' },
    ...accounts.map(({ handle, password, did }) => ({ handle, password, did })),
  ]
  const width = (column: 'handle' | 'password') => {
    return Math.max(...rows.map((row) => row[column].length)) + 2
  }
  return rows.map(({ handle, password, did }) => {
    return `  ${handle.padEnd(width('handle'))}${password.padEnd(width('password'))}${did}`
  })
}
