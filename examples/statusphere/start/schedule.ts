/**
 * Posts scheduled statuses while the web server runs. What became due while it did not is posted
 * when it starts again.
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
