/** The part of an app that both AdonisJS majors share. */
export interface AppLike {
  makePath(...paths: string[]): string
}

/** The part of the configure command that both AdonisJS majors share. */
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
