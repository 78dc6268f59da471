const NEEDED = 22

// Before anything is imported: what is imported does not load on an older one.
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `atproto-devnet needs Node.js ${NEEDED} or newer, and this is ${process.versions.node}`
  )
  process.exitCode = 1
} else {
  const { run } = await import('./run.js')
  process.exitCode = await run(process.argv.slice(2))
}
