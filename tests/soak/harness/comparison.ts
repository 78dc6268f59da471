import type { DevnetProcess } from '../../browser/harness/devnet_process.js'
import { readProfile } from '../../browser/harness/feed_reader.js'
import { Repo } from '../../browser/harness/repo.js'
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
  for (const account of devnet.accounts) {
    const { did, handle: name } = account
    for (const { url } of cluster.web) {
      places.push({
        name,
        pds: (await new Repo(account).statuses()).toSorted(),
        rows: (await cluster.database.readRows(did)).toSorted(),
        page: (await readProfile(url!, did)).toSorted(),
      })
    }
  }
  return places
}
