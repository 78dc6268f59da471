import { type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf } from '../helpers.js'
import { networkContract } from './network_contract.js'

const optionalScope = ['blob:image/*']

networkContract('a fake', async () => {
  const app = await createApp({ config: { optionalScope } })
  return { app, network: await app.oauth.fake() }
})

networkContract<DevnetAccount>('a devnet', async () => {
  const devnet = await startDevnet({ tap: false, accounts: [] })
  const app = await createApp({ config: { network: networkOf(devnet), optionalScope } })
  const { close } = app
  app.close = async () => {
    await close()
    await devnet.close()
  }
  return { app, network: devnet }
})
