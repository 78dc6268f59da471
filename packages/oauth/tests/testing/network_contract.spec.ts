import { type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf } from '../helpers.js'
import { networkContract } from './network_contract.js'

networkContract('a fake', async () => {
  const app = await createApp()
  return { app, network: await app.oauth.fake() }
})

networkContract<DevnetAccount>('a devnet', async () => {
  const devnet = await startDevnet({ tap: false, accounts: [] })
  const app = await createApp({ config: { network: networkOf(devnet) } })
  const { close } = app
  app.close = async () => {
    await close()
    await devnet.close()
  }
  return { app, network: devnet }
})
