/** Cleanup steps, run in reverse order. Node.js 22 does not have `AsyncDisposableStack` yet. */
export class CleanupStack {
  readonly #steps: (() => Promise<void>)[] = []

  defer(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  /** Runs every step, even if others throw. @throws the first error */
  async run(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.#steps.splice(0).reverse()) {
      await step().catch((error) => errors.push(error))
    }
    if (errors.length > 0) throw errors[0]
  }
}
