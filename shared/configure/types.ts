/** The part of an app that AdonisJS 6 and 7 have in common. */
export interface AppLike {
  makePath(...paths: string[]): string
}

/** The part of the configure command that AdonisJS 6 and 7 have in common. */
export interface CommandLike {
  app: AppLike
  logger: {
    log(message: string): void
    action(title: string): ActionLike
  }
}

interface ActionLike {
  displayDuration(display?: boolean): this
  succeeded(): void
  skipped(reason?: string): void
}
