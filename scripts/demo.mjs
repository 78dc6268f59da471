import './node_version.mjs'

const { readFlags } = await import('./demo/flags.mjs')
const { requireFreePorts } = await import('./demo/ports.mjs')
const { installAndBuild } = await import('./setup/install_and_build.mjs')
const { startChild } = await import('./demo/child.mjs')

const flags = readFlags(process.argv.slice(2))
await requireFreePorts(flags.ports)
await installAndBuild()

// The demo runs on the workspace's own Node.js.
const demo = startChild(['scripts/demo/run.mjs', JSON.stringify(flags)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.stop())
process.exitCode = await demo.ended
