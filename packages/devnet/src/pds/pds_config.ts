import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { ServerEnvironment } from '@atproto/pds'

/**
 * Without these secrets the kept accounts could not sign in, so they are stored with the accounts.
 */
export interface PdsSecrets {
  jwtSecret: string
  dpopSecret: string
  adminPassword: string
  plcRotationKeyK256PrivateKeyHex: string
}

export function generatePdsSecrets(): PdsSecrets {
  const secret = () => randomBytes(32).toString('hex')
  return {
    jwtSecret: secret(),
    dpopSecret: secret(),
    adminPassword: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  }
}

/** The configuration of the PDS, which it reads from its environment in production. */
export function pdsEnvironment(options: {
  port: number
  plcUrl: string
  folder: string
  name: string
  secrets: PdsSecrets
}): ServerEnvironment {
  return {
    ...options.secrets,
    port: options.port,
    // `localhost` is the one host name the PDS serves over plain HTTP. It also keeps its cookies
    // apart from those of an app on 127.0.0.1, as they would be in production.
    hostname: 'localhost',
    serviceName: options.name,
    dataDirectory: options.folder,
    blobstoreDiskLocation: join(options.folder, 'blobs'),
    blobstoreDiskTmpLocation: join(options.folder, 'blobs_tmp'),
    didPlcUrl: options.plcUrl,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    devMode: true,
    disableSsrfProtection: true,
    // Changes of handles and account statuses should show at once.
    didCacheStaleTTL: 1000,
    didCacheMaxTTL: 5000,
  }
}
