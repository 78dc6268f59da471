import type { DevnetProcess } from '../../browser/harness/devnet_process.js'
import { readProfile } from '../../browser/harness/feed_reader.js'
import type { Cluster } from './cluster.js'

/** The at-uris of one account's statuses, in each of the places that must agree. */
export interface Places {
  name: string
  pds: string[]
  rows: string[]
  page: string[]
}

/** Reads what the PDS, the database and the pages of both web processes say of all accounts. */
export async function readPlaces(devnet: DevnetProcess, cluster: Cluster): Promise<Places[]> {
  const places: Places[] = []
  for (const name of devnet.names) {
    const { did } = devnet.account(name)
    for (const { url } of cluster.web) {
      places.push({
        name,
        pds: (await devnet.repo(name).statuses()).toSorted(),
        rows: (await cluster.database.readRows(did)).toSorted(),
        page: (await readProfile(url!, did)).toSorted(),
      })
    }
  }
  return places
}
