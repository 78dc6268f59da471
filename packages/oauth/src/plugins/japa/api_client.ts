import type { ApplicationService } from '@adonisjs/core/types'
import type {} from '@adonisjs/session/plugins/api_client'
import { ApiClient, type ApiRequest } from '@japa/api-client'
import type { PluginFn } from '@japa/runner/types'
import { clientSession } from '../../testing/client_session.js'
import { FakeAccount } from '../../testing/fake_account.js'

declare module '@japa/api-client' {
  export interface ApiRequest {
    /** Signs in an account of `oauth.fake()` for this request. */
    loginAs(account: FakeAccount): this
  }
}

type LoginAs = (this: ApiRequest, ...args: unknown[]) => ApiRequest

/**
 * Lets `loginAs` of Japa's API client take accounts of `oauth.fake()`. Users of the app's other
 * guards are passed to `authApiClient`, and both can be signed in for one request.
 *
 * @example
 * export const plugins = [
 *   apiClient(),
 *   pluginAdonisJS(app),
 *   sessionApiClient(app),
 *   oauthApiClient(app),
 * ]
 */
export function oauthApiClient(app: ApplicationService): PluginFn {
  return () => {
    const accounts = new WeakMap<ApiRequest, FakeAccount>()

    // For each request, because another plugin may add its `loginAs` after this one.
    ApiClient.onRequest((request) => {
      const others = Reflect.get(request, 'loginAs') as LoginAs | undefined
      const loginAs: LoginAs = function (user, ...args) {
        if (!(user instanceof FakeAccount)) return callOthers(others, this, [user, ...args])
        accounts.set(this, user)
        return this
      }
      Object.defineProperty(request, 'loginAs', { value: loginAs })
    })

    ApiClient.setup(async (request) => {
      const account = accounts.get(request)
      if (account) request.withSession(await clientSession(app, account))
    })
  }
}

function callOthers(others: LoginAs | undefined, request: ApiRequest, args: unknown[]) {
  if (others) return others.apply(request, args)
  throw new Error(
    'loginAs() of oauthApiClient takes accounts of oauth.fake(). Register authApiClient for other users'
  )
}
