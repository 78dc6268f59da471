/**
 * A store that failed, kept apart from a server that did: its `cause` reaches the app as it is.
 */
export class StoreFailure extends Error {}

/**
 * Runs an operation of a store and marks what it throws.
 *
 * @throws StoreFailure
 */
export async function wrapStoreErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (cause) {
    throw new StoreFailure('The store failed', { cause })
  }
}
