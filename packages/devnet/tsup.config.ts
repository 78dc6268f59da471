import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['index.ts', 'src/**/*.ts'],
  outDir: 'build',
  clean: true,
  bundle: false,
  format: 'esm',
  target: 'es2023',
  dts: false,
  sourcemap: false,
})
