/** What a newcomer needs next: where to go, and whom to sign in as. */
export function describe({ url, accounts, pdsUrl }) {
  const width = Math.max(...accounts.map(({ handle }) => handle.length))
  const rows = accounts.map(({ handle, password }) => `    ${handle.padEnd(width)}   ${password}`)

  return `
  Statusphere is running at ${url}

  Sign in with one of these accounts (handle, password), or sign up for one of your own:

${rows.join('\n')}

  Open it in a second browser as someone else to see a status arrive. Their PDS is at ${pdsUrl}.
  Ctrl-C stops everything; the next "npm run demo" finds it as it was.
`
}
