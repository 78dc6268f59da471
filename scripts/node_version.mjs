// Imported first by every command a newcomer types: what follows it may use whatever Node.js 20
// has.
const [major] = process.versions.node.split('.').map(Number)

if (major < 20) {
  console.error(
    `Node.js 20 or newer is needed to set this workspace up, and this is ${process.versions.node}. Get a newer one from https://nodejs.org.`
  )
  process.exit(1)
}
