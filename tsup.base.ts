import { defineConfig } from 'tsup'

/**
 * How every package of the family is built: ESM and CommonJS with types, from the entry points it names.
 *
 * @param options.splitting - Whether what entry points have in common is built once and not into each.
 */
export function library(entry: Record<string, string>, { splitting = false } = {}) {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'node20',
    // The root tsconfig maps package names to sources; a published build must see packages as their users do.
    tsconfig: 'tsconfig.build.json',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting,
    silent: true,
  })
}
