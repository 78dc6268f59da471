/**
 * What has to be undone to take a half or whole start back, last step first. The platform's
 * `AsyncDisposableStack` would do; Node 22 has none.
 */
export class CleanupStack {
  readonly #steps: (() => Promise<void>)[] = []

  defer(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  /** Every step runs, whatever the others do. @throws the first error there was */
  async run(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.#steps.splice(0).reverse()) {
      await step().catch((error) => errors.push(error))
    }
    if (errors.length > 0) throw errors[0]
  }
}
