import type { DevnetProcess } from '../../browser/harness/devnet_process.js'
import { readStatuses } from '../../browser/harness/feed_reader.js'
import { Repo } from '../../browser/harness/repo.js'
import type { Cluster } from './cluster.js'

/**
 * Returns the at-uris of each account's statuses in the places that must agree: on the PDS, in the
 * database, and on the pages of a web process, once for each of the two.
 */
export async function readPlaces(devnet: DevnetProcess, cluster: Cluster) {
  const places = []
  for (const account of devnet.accounts) {
    const { did, handle: name } = account
    for (const { url } of cluster.web) {
      places.push({
        name,
        pds: (await new Repo(account).statuses()).toSorted(),
        rows: (await cluster.database.readRows(did)).toSorted(),
        page: (await readStatuses(`${url}/profile/${did}`)).toSorted(),
      })
    }
  }
  return places
}
