/**
 * Posts scheduled statuses while the web server runs. Those that became due in the meantime are
 * posted when it starts.
 */
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import ScheduledPosts from '#services/scheduled_posts'

const INTERVAL = 5_000

app.ready(() => {
  if (app.getEnvironment() !== 'web') return
  let timer: NodeJS.Timeout

  async function tick() {
    try {
      const posts = await app.container.make(ScheduledPosts)
      await posts.run()
    } catch (error) {
      logger.error(`Scheduled statuses could not be posted: ${error}`)
    }
    if (!app.isTerminating && !app.isTerminated) timer = setTimeout(tick, INTERVAL).unref()
  }

  void tick()
  app.terminating(() => clearTimeout(timer))
})
