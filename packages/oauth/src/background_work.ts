/**
 * Background work. No request waits for it, but the app does when it terminates.
 */
export class BackgroundWork {
  #work = new Set<Promise<unknown>>()

  /**
   * @param work - Must not reject
   */
  add(work: Promise<unknown>): void {
    this.#work.add(work)
    void work.finally(() => this.#work.delete(work))
  }

  /** Resolves when all running work has ended. */
  async settle(): Promise<void> {
    await Promise.all(this.#work)
  }
}
