/**
 * The pages of the app, their live parts, and the routes of Transmit.
 */
import router from '@adonisjs/core/services/router'
import transmit from '@adonisjs/transmit/services/main'
import { middleware, page } from '#start/kernel'
import { signInLimit } from '#start/limiter'

const CurrentAccountController = () => import('#controllers/current_account_controller')
const DevicesController = () => import('#controllers/devices_controller')
const HomeController = () => import('#controllers/home_controller')
const LiveController = () => import('#controllers/live_controller')
const ProfilesController = () => import('#controllers/profiles_controller')
const ScheduleController = () => import('#controllers/schedule_controller')
const SessionController = () => import('#controllers/session_controller')
const SignupController = () => import('#controllers/signup_controller')
const StatusesController = () => import('#controllers/statuses_controller')
const ThemeController = () => import('#controllers/theme_controller')

router
  .group(() => {
    router.get('/', [HomeController, 'index']).as('home')
    router.get('/profile/:actor', [ProfilesController, 'show']).as('profiles.show')
    router.post('/theme', [ThemeController, 'update']).as('theme.update')

    router.get('/login', [SessionController, 'create']).as('session.create')
    router.post('/login', [SessionController, 'store']).as('session.store').use(signInLimit)
    router.post('/signup', [SignupController, 'store']).as('signup.store').use(signInLimit)
    router.get('/oauth/callback', [SessionController, 'callback']).as('session.callback')

    router
      .group(() => {
        router.post('/logout', [SessionController, 'destroy']).as('session.destroy')
        router.post('/account', [CurrentAccountController, 'update']).as('account.update')

        router.get('/devices', [DevicesController, 'index']).as('devices.index')
        router.delete('/devices', [DevicesController, 'destroyOthers']).as('devices.destroyOthers')
        router.delete('/devices/:id', [DevicesController, 'destroy']).as('devices.destroy')

        router
          .group(() => {
            router.get('/', [ScheduleController, 'index']).as('index')
            router.post('/', [ScheduleController, 'store']).as('store')
            router.post('/permission', [ScheduleController, 'allow']).as('allow').use(signInLimit)
            router.post('/:id/retry', [ScheduleController, 'retry']).as('retry')
            router.delete('/:id', [ScheduleController, 'destroy']).as('destroy')
          })
          .prefix('/schedule')
          .as('schedule')
          .where('id', router.matchers.number())

        router.post('/statuses', [StatusesController, 'store']).as('statuses.store')
        router
          .delete('/statuses/:rkey', [StatusesController, 'destroy'])
          .where('rkey', /^[2-7a-z]{13}$/)
          .as('statuses.destroy')
      })
      .use(middleware.auth())
  })
  .use(page)

router
  .group(() => {
    router.get('/feed', [LiveController, 'feed']).as('feed')
    router.get('/profile/:did', [LiveController, 'profile']).as('profile')
    router.get('/current/:did', [LiveController, 'current']).as('current')
  })
  .prefix('/live')
  .as('live')
  // Matched before it is decoded: colons are encoded as `%3A` in the URLs of pages.
  .where('did', /^did(:|%3A)[a-z]+(:|%3A)[\w.:%-]{1,500}$/)

transmit.registerRoutes((route) => route.use(middleware.liveRequest()))
