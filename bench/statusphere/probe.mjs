import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the web process. Reports what that process has used since the last request.
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let before = process.cpuUsage()

process.on('message', (message) => {
  if (message !== 'usage') return
  const { user, system } = process.cpuUsage(before)
  before = process.cpuUsage()
  process.send({ usage: { cpu: (user + system) / 1000, longestBlock: delay.max / 1e6 } })
  delay.reset()
})
