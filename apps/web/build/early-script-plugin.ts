import type { Plugin } from 'vite'

const SOURCE = '/src/early/early.ts'

/**
 * Names the early script before the app's own. All scripts of a page become one entry, in which it would wait for
 * everything that it is to run before.
 */
export function earlyScript(): Plugin {
  return {
    name: 'driftbild-early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const early = Object.values(bundle ?? {}).find(
          (one) => one.type === 'chunk' && one.moduleIds.some((id) => id.endsWith(SOURCE)),
        )
        if (early?.type !== 'chunk' || early.isEntry || early.imports.length > 1)
          throw new Error(`${SOURCE} is to be a file that waits for nothing`)
        const attrs = { type: 'module', crossorigin: true, src: `/${early.fileName}` }
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
      },
    },
  }
}
