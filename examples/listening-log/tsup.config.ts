import { defineConfig } from 'tsup'

// A program of the repository, not a published library: ESM is enough.
export default defineConfig({
  entry: { index: 'src/index.ts', main: 'src/main.ts' },
  format: ['esm'],
  target: 'node20',
  tsconfig: 'tsconfig.build.json',
  dts: { entry: { index: 'src/index.ts' } },
  clean: true,
  splitting: true,
  silent: true,
})
