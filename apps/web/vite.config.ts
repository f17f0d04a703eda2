import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { serviceWorker } from './build/service-worker-plugin.ts'

/** Where `vite dev` finds the API; the built pages are served by the API itself. */
const api = 'http://127.0.0.1:8080'

export default defineConfig(({ command }) => {
  // Whatever the environment of who builds, a test's too: the pages are those that people get.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [react(), serviceWorker()],
    server: { proxy: { '/api': { target: api } } },
    // MapLibre is ESM with a worker of its own file: it must be neither pre-bundled nor split by the optimizer.
    optimizeDeps: { exclude: ['maplibre-gl'] },
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      sourcemap: false,
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'maplibre', test: /node_modules[\\/](.*[\\/])?(maplibre-gl|@maplibre|@mapbox)[\\/]/ },
              { name: 'uplot', test: /node_modules[\\/](.*[\\/])?uplot[\\/]/ },
            ],
          },
        },
      },
    },
  }
})
