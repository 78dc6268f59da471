import { Secret } from '@adonisjs/core/helpers'
import { defineConfig, stores } from 'adonisjs-atproto-oauth'

export default defineConfig({
  appUrl: 'https://statusphere.example',
  clientName: 'Statusphere',
  scope: 'atproto repo:xyz.statusphere.status',
  stores: process.env.MEMORY ? stores.memory() : stores.lucid({ connection: 'sqlite' }),
  privateKeys: [new Secret('{}')],
  network: { plcUrl: 'https://plc.directory' },
})

// @ts-expect-error: a misspelt option is found before the app runs.
defineConfig({ appUrl: 'https://statusphere.example', stores: stores.memory(), scopes: 'atproto' })
