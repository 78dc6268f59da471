/**
 * The entry point of `node ace`: registers a TypeScript loader, then hands over to `bin/console.ts`.
 * `node ace build` replaces this file, so leave it as it is.
 */
import 'ts-node-maintained/register/esm'

await import('./bin/console.js')
