import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { PAGE_HINTS } from './page-hints-plugin.ts'

const FILE = 'service-worker.js'
const PLACE = '__SHELL__'

/** Letters that neither language uses: the browser asks for them when somebody's name needs them. */
const isForeignFont = (file: string): boolean => /\.woff2?$/.test(file) && !/-latin(-ext)?-/.test(file)

/** Builds the service worker with the pages and tells it the name of every file that it has to keep. */
export function serviceWorker(): Plugin {
  let publicFolder = ''
  return {
    name: 'driftbild-service-worker',
    apply: 'build',
    configResolved(config) {
      publicFolder = config.publicDir
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/service-worker/service-worker.ts', fileName: FILE })
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const hash = createHash('sha256')
        const built = Object.values(bundle)
          .filter(({ fileName }) => fileName !== FILE && fileName !== PAGE_HINTS && !isForeignFont(fileName))
          .sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
        for (const one of built)
          hash.update(one.fileName).update(one.type === 'chunk' ? one.code : one.source)
        const beside = readdirSync(publicFolder).sort()
        for (const name of beside) hash.update(name).update(readFileSync(join(publicFolder, name)))
        const names = [...built.map(({ fileName }) => fileName), ...beside].filter(
          (name) => name !== 'index.html',
        )
        const files = ['/', ...names.map((name) => `/${name}`)]
        const worker = bundle[FILE]
        if (worker?.type !== 'chunk' || worker.imports.length > 0 || !worker.code.includes(PLACE))
          throw new Error('the service worker is to be one file that names its shell')
        const shell = { version: hash.digest('hex').slice(0, 16), files }
        worker.code = worker.code.replaceAll(PLACE, () => `(${JSON.stringify(shell)})`)
      },
    },
  }
}
