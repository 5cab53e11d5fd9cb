import { defineConfig } from 'tsup'

// The `redux` command is a program, not a library: ESM only, without types, added to what tsup.config.ts built.
export default defineConfig({
  entry: { cli: 'src/node/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  tsconfig: 'tsconfig.build.json',
  sourcemap: true,
  clean: false,
  splitting: false,
  silent: true,
})
