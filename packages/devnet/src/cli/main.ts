const NEEDED = 22

// Must run before the imports, which fail on older versions.
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `atproto-devnet needs Node.js ${NEEDED} or newer, and this is ${process.versions.node}`
  )
  process.exitCode = 1
} else {
  const { run } = await import('./run.js')
  process.exitCode = await run(process.argv.slice(2))
}
