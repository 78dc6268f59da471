/** In milliseconds; the machine may be a slow one. */
const PATIENCE = 60_000

/**
 * Asks again until the check no longer throws; after a minute, it throws what the check last said.
 *
 * @param pause between two checks, in milliseconds
 */
export async function eventually(check: () => Promise<void>, pause = 100): Promise<void> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
