import type { ApplicationService } from '@adonisjs/core/types'
import type {} from '@adonisjs/session/plugins/browser_client'
import { decoratorsCollection } from '@japa/browser-client'
import type { PluginFn } from '@japa/runner/types'
import { clientSession } from '../../testing/client_session.js'
import { FakeAccount } from '../../testing/fake_account.js'

declare module 'playwright' {
  export interface BrowserContext {
    /** Signs in an account of `oauth.fake()` in this browser. */
    loginAs(account: FakeAccount): Promise<void>
  }
}

type LoginAs = (...args: unknown[]) => Promise<void>

/**
 * Lets `loginAs` of Japa's browser client take accounts of `oauth.fake()`. Register it after
 * `sessionBrowserClient` and `authBrowserClient`.
 *
 * @example
 * await browserContext.loginAs(account)
 * const page = await visit('/')
 */
export function oauthBrowserClient(app: ApplicationService): PluginFn {
  return () => {
    decoratorsCollection.register({
      context(context) {
        const others = Reflect.get(context, 'loginAs') as LoginAs | undefined
        const loginAs: LoginAs = async (user, ...args) => {
          if (user instanceof FakeAccount) {
            await context.setSession(await clientSession(app, user))
          } else if (others) {
            await others.call(context, user, ...args)
          } else {
            throw new Error(
              'loginAs() of oauthBrowserClient takes accounts of oauth.fake(). Register authBrowserClient before it for other users'
            )
          }
        }
        Reflect.set(context, 'loginAs', loginAs)
      },
    })
  }
}
