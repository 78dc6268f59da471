// Loaded before a child of the demo: a parent that was killed outright can't tell its children to stop, but
// its end of the channel to them closes all the same.
process.channel?.unref()
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
