import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { serviceWorker } from './service-worker-plugin.js'

/** The service that `npm run dev` sends calls to. */
const SERVICE = process.env['SERVICE_URL'] ?? 'http://127.0.0.1:8000'
const CALLS = '^/(auth|catalog|search|cover|me|likes(?=/|$)|recommendations|health)'

export default defineConfig({
  plugins: [
    react(),
    serviceWorker({ source: 'src/service-worker/service-worker.ts' }),
    // The server sends these as they are, so that nothing is compressed while somebody waits.
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|html|svg|json|webmanifest)$/ }),
  ],
  build: { target: 'es2022', sourcemap: false },
  server: { proxy: { [CALLS]: SERVICE } },
})
