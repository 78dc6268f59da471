import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const AccessTokenController = () => import('#controllers/access_token_controller')

router.get('/', () => ({ hello: 'world' }))

router
  .group(() => {
    router.post('signup', [AccessTokenController, 'store'])
    router.get('profile', [AccessTokenController, 'show']).use(middleware.auth())
    router.post('logout', [AccessTokenController, 'destroy']).use(middleware.auth())
  })
  .prefix('/api/v1')
