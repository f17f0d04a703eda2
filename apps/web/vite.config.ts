import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { earlyScript } from './build/early-script-plugin.ts'
import { pageHints } from './build/page-hints-plugin.ts'
import { serviceWorker } from './build/service-worker-plugin.ts'
import { packedWords } from './build/words-plugin.ts'

/** Where `vite dev` finds the API; the built pages are served by the API itself. */
const api = 'http://127.0.0.1:8080'

/** The service worker is a file of its own that imports nothing. */
const ofPages = (id: string): boolean => !/[\\/]service-worker[\\/]/.test(id)
/** What hardly weighs and nearly every screen wants. */
const smallAndShared = /[\\/]web[\\/]src[\\/](data|signs|ui[\\/](media|screen-head|now))|[\\/]useQueries\./
const ofEveryMap = /[\\/]web[\\/]src[\\/](map|screens[\\/]map)[\\/]/

export default defineConfig(({ command }) => {
  // Whatever the environment of who builds, a test's too: the pages are those that people get.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [
      react(),
      packedWords(),
      earlyScript(),
      pageHints({ '^/\\d{4}/map$': '/src/screens/map/map-screen.tsx' }),
      serviceWorker(),
    ],
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
              // Each file is a way there and back: what every page starts with comes in one, .
              { name: 'early', test: /[\\/]src[\\/]early[\\/]/, priority: 1 },
              { name: 'start', tags: ['$initial'], test: ofPages },
              { name: 'often', test: smallAndShared, includeDependenciesRecursively: false },
              { name: 'map', test: ofEveryMap, minShareCount: 2, includeDependenciesRecursively: false },
            ],
          },
        },
      },
    },
  }
})
