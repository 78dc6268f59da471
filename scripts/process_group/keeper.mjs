import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { processorSecondsOfChildren } from './processor_time.mjs'

// `node keeper.mjs COMMAND…` runs a command in its own process group, and stops the group when the
// IPC channel to the parent closes: a parent that was killed can't stop its children itself.

/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE_PERIOD = 3_000

const [program, ...args] = process.argv.slice(2)
const isWindows = process.platform === 'win32'

const child = spawn(program, args, {
  stdio: 'inherit',
  shell: isWindows,
  detached: !isWindows,
})
child.on('error', (error) => {
  console.error(error.message)
  process.exit(127)
})

child.on('exit', async (code, signal) => {
  // Processes that the command left running would keep its output open.
  await endGroup()
  if (process.connected) process.send({ processorSeconds: processorSecondsOfChildren() })
  if (signal) process.kill(process.pid, signal)
  else process.exit(code)
})
process.on('disconnect', endGroup)

async function endGroup() {
  const deadline = performance.now() + GRACE_PERIOD
  let isRunning = kill('SIGTERM')
  while (isRunning && performance.now() < deadline) {
    await sleep(20)
    isRunning = kill(0)
  }
  if (isRunning) kill('SIGKILL')
}

/** @returns whether a process received the signal */
function kill(signal) {
  try {
    if (isWindows) return child.exitCode === null && child.kill(signal)
    return process.kill(-child.pid, signal)
  } catch {
    return false
  }
}
