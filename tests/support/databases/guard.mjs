import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'

/**
 * Runs a database server for as long as its input is open, then removes the server's folder. The
 * input closes with the process that holds the other end, however that process ends.
 */
const { command, args, cwd, uid, gid, signal } = JSON.parse(process.argv[2])

const server = spawn(command, args, { cwd, uid, gid, stdio: ['ignore', 'inherit', 'inherit'] })
process.stdin.resume().on('end', () => server.kill(signal))

server.on('error', (error) => process.stderr.write(`${error.message}\n`))
server.on('close', async () => {
  await rm(cwd, { recursive: true, force: true })
  process.exit()
})
