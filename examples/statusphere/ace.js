/**
 * The entry point of `node ace`. It registers a TypeScript loader and imports `bin/console.ts`.
 * `node ace build` replaces this file, so do not edit it.
 */
import '@poppinss/ts-exec'

await import('./bin/console.js')
