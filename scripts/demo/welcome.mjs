/** The message that is printed when everything has started. */
export function welcome({ url, accounts, pdsUrl }) {
  const width = Math.max(...accounts.map(({ handle }) => handle.length))
  const rows = accounts.map(({ handle, password }) => `    ${handle.padEnd(width)}   ${password}`)

  return `
  Statusphere is running at ${url}

  Sign in with one of these accounts (handle, password), or create a new one:

${rows.join('\n')}

  Sign in as someone else in a second browser to see statuses arrive live. The PDS is at ${pdsUrl}.
  Press Ctrl-C to stop. Your data is kept; "npm run demo -- --fresh" starts over.
`
}
