/**
 * Work that no request waits for. The app waits for it when it terminates.
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

  /** Resolves when the work that is under way has ended. */
  async settle(): Promise<void> {
    await Promise.all(this.#work)
  }
}
