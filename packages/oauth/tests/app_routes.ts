import type { Server } from 'node:http'
import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import { l } from '@atproto/lex'
import { errors } from '../index.js'
import AtprotoMiddleware from '../src/atproto_middleware.js'
import type { AtprotoUser } from '../src/atproto_user.js'

interface Guard {
  user?: AtprotoUser
  logout(): Promise<void>
}

/**
 * The guard of the app, once it has looked for who is signed in. `ctx.auth` is typed by the app
 * that owns `config/auth.ts`; this is that of the app above.
 */
async function guardOf(ctx: HttpContext): Promise<Guard> {
  const guard = ctx.auth.use('web' as never) as Guard & { check(): Promise<boolean> }
  await guard.check()
  return guard
}

/** Serves the routes of the test app: each calls one method of `ctx.oauth`. */
export async function serveRoutes(app: ApplicationService, server: Server) {
  const http = await app.container.make('server')
  const router = await app.container.make('router')

  http.errorHandler(async () => ({ default: ExceptionHandler }))
  router.use([
    () => import('@adonisjs/session/session_middleware'),
    () => import('@adonisjs/auth/initialize_auth_middleware'),
  ])

  router.get('/login', async (ctx) => {
    const { input, background, addAccount, ...options } = ctx.request.qs()
    const url = await ctx.oauth.authorize(input, {
      ...options,
      background: background === 'true',
      addAccount: addAccount === 'true',
    })
    return ctx.response.redirect(url, false)
  })
  router.get('/', ({ session }) => session.flashMessages.all())
  router.get('/oauth/callback', async (ctx) => {
    const { user, state, returnTo } = await ctx.oauth.callback()
    return { did: user.did, handle: user.handle, state, ...(returnTo && { returnTo }) }
  })
  router.get('/me', async (ctx) => {
    const { user } = await guardOf(ctx)
    return { user: user ?? null, sessionId: user?.sessionId ?? null }
  })
  router.get('/write', async (ctx) => {
    const { user } = await guardOf(ctx)
    try {
      const { body } = await user!.client.createRecord({
        $type: 'xyz.statusphere.status',
        status: ctx.request.qs().status ?? '🦋',
        createdAt: new Date().toISOString(),
      })
      return body
    } catch (error) {
      const failure = errors.SessionError.from(error)
      if (!failure) throw error
      return { code: failure.code, reason: failure.reason, message: failure.message }
    }
  })
  router.get('/logout', (ctx) => ctx.oauth.logout(ctx.request.qs().did))
  router.get('/accounts', ({ oauth }) => oauth.accounts())
  router.get('/switch', ({ oauth, request }) => oauth.switchTo(request.qs().did))
  router.get('/sessions', ({ oauth }) => oauth.sessions())
  router.get('/end-session', ({ oauth, request }) => oauth.endSession(request.qs().id))
  router.get('/end-all', ({ oauth }) => oauth.endAllSessions())
  router.get('/sign-up', async ({ oauth, request, response }) =>
    response.redirect(await oauth.signUp(request.qs().service), false)
  )
  router.get('/more', async ({ oauth, request, response }) =>
    response.redirect(await oauth.requestScopes(request.qs().scopes), false)
  )
  router
    .get('/private', ({ oauth }) => oauth.getUserOrFail())
    .use([async (ctx, next) => new AtprotoMiddleware().handle(ctx, next)])
  router.any('/failing', async ({ oauth }) => {
    const user = await oauth.authenticate()
    return user.client.delete(l.record('tid', 'com.example.note', l.object({})), {
      rkey: '3jzfcijpj2z2a',
    })
  })
  router.get('/guard-logout', async (ctx) => (await guardOf(ctx)).logout())

  await http.boot()
  server.on('request', http.handle.bind(http))
}
