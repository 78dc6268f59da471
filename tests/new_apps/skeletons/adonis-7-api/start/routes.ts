import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const ProfileController = () => import('#controllers/profile_controller')

router.get('/', () => ({ hello: 'world' }))
router.get('/api/v1/account/profile', [ProfileController, 'show']).use(middleware.auth())
