import type { Listener } from './listener.js'
import type { Tap } from './tap.js'
import type { Webhook } from './webhook/webhook.js'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    'tap': Tap
    'tap.listener': Listener
    'tap.webhook': Webhook
  }
}
