import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['index.ts', 'configure.ts', 'stubs/main.ts', '{src,providers,services,commands}/**/*.ts'],
  outDir: 'build',
  clean: true,
  // Bundling would move `import.meta.dirname`, and with it the stubs.
  bundle: false,
  format: 'esm',
  target: 'es2023',
  dts: false,
  sourcemap: false,
})
