import { existsSync, readFileSync } from 'node:fs'
import {
  enableCompileCache,
  flushCompileCache,
  registerHooks,
  setSourceMapsSupport,
} from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@swc/core'
import { keepResolutions, resolveOnce } from './resolutions.mjs'

// `node --import=@tests/support/typescript`: runs specs and what they start in TypeScript. The
// loaders of apps compile in a thread of their own, and every import waits for it, even those of
// node_modules. Here that would be half of the time that a suite needs to start.

/** What `@adonisjs/tsconfig` and the loaders of apps set. */
const COMPILER = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'esnext',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}

// A network or an app is thousands of modules, most of them dependencies. Compiled code is cached
// for the next process, and the source maps of dependencies are not read.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)))
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false })
registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return resolveOnce(specifier, context, nextResolve)
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.url) throw error
      // The import of a JavaScript file that does not exist means the TypeScript beside it.
      const source = error.url.replace(/\.js(?=$|\?)/, '.ts')
      if (source === error.url || !existsSync(new URL(source))) throw error
      return nextResolve(source, context)
    }
  },

  load(url, context, nextLoad) {
    if (context.format !== 'module-typescript') return nextLoad(url, context)
    const filename = fileURLToPath(url)
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...COMPILER, filename })
    return { format: 'module', source: code, shortCircuit: true }
  },
})

// Early, so that what a suite starts finds them. A process that is killed has no later chance.
setTimeout(() => {
  flushCompileCache()
  keepResolutions()
}, 3_000).unref()
process.once('exit', keepResolutions)
