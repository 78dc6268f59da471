import './node_version.mjs'

const { spawn } = await import('node:child_process')
const { readFlags } = await import('./demo/flags.mjs')
const { requireFreePorts } = await import('./demo/ports.mjs')
const { installAndBuild } = await import('./setup/install_and_build.mjs')
const { NODE, ROOT, workspaceEnv } = await import('./workspace.mjs')

const flags = readFlags(process.argv.slice(2))
await requireFreePorts(flags.ports)
await installAndBuild()

// The demo runs on the workspace's own Node.js. It stops when its IPC channel closes, so that it
// does not outlive this process.
const run = ['--import=./tests/support/typescript.mjs', 'scripts/demo/run.mjs']
const demo = spawn(NODE, [...run, JSON.stringify(flags)], {
  cwd: ROOT,
  env: workspaceEnv(),
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill('SIGTERM'))
demo.on('exit', (code) => (process.exitCode = code ?? 1))
