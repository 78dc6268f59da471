import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const SessionController = () => import('#controllers/session_controller')

router.get('/', [SessionController, 'show']).as('home')

router
  .group(() => {
    router.post('signup', [SessionController, 'signUp'])
    router.post('login', [SessionController, 'store'])
  })
  .use(middleware.guest())

router.post('logout', [SessionController, 'destroy']).use(middleware.auth())
