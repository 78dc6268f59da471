const NEEDED = 22

// Checked before anything is imported, since the imports do not load on an older version.
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `atproto-devnet needs Node.js ${NEEDED} or newer. This is ${process.versions.node}.`
  )
  process.exitCode = 1
} else {
  const { run } = await import('./run.js')
  process.exitCode = await run(process.argv.slice(2))
}
