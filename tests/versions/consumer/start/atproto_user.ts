import { AtprotoUser } from 'adonisjs-atproto-oauth'

declare module 'adonisjs-atproto-oauth' {
  interface AtprotoUser {
    initial: string
  }
}

AtprotoUser.getter('initial', function (this: AtprotoUser) {
  return this.handle?.[0] ?? '?'
})
