import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** How much script a first visit may load, gzipped, before the list of contacts is shown. */
const FIRST_LOAD_LIMIT_KB = 250;

/**
 * Prints how much script the first load takes (the entry and all that it imports statically), gzipped, and fails
 * the build when that passes the limit.
 */
function firstLoadBudget(): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const seen = new Set<string>();
      const visit = (fileName: string): number => {
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk' || seen.has(fileName)) return 0;
        seen.add(fileName);
        return chunk.imports.reduce((sum, name) => sum + visit(name), gzipSync(chunk.code).length);
      };
      const entries = Object.values(bundle).filter((chunk) => chunk.type === 'chunk' && chunk.isEntry);
      const kilobytes = entries.reduce((sum, chunk) => sum + visit(chunk.fileName), 0) / 1000;
      const report = `first load: ${kilobytes.toFixed(1)} kB of script, gzipped (limit ${FIRST_LOAD_LIMIT_KB} kB)`;
      if (kilobytes > FIRST_LOAD_LIMIT_KB) this.error(report);
      console.log(report);
    },
  };
}

export default defineConfig({
  root: here('.'),
  plugins: [react(), firstLoadBudget()],
  resolve: { alias: { '#contracts': here('../../libs/contracts/src/index.ts') } },
  build: {
    outDir: here('../../dist/apps/admin/public'),
    emptyOutDir: true,
    // No `data:` addresses, so that the content security policy can stay strict.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The page uses only types and plain functions of the contracts. The schemas, and with them zod, are left out.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /\/libs\/contracts\//, sideEffects: false }] } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/v1': 'http://127.0.0.1:3000' },
  },
});
