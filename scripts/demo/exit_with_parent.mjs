// Preloaded in the child processes of the demo. A parent that was killed can't stop its children,
// but its IPC channel closes.
process.channel?.unref()
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
