import router from '@adonisjs/core/services/router'

const SessionController = () => import('../app/controllers/session_controller.js')

router.post('/login', [SessionController, 'login'])
router.get('/oauth/callback', [SessionController, 'callback'])
router.post('/statuses', [SessionController, 'write'])
router.post('/logout', [SessionController, 'logout'])
