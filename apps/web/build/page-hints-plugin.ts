import type { Plugin } from 'vite'

/** Read by whoever serves the pages: what a page begins with, by a pattern of its path. */
export const PAGE_HINTS = 'page-hints.json'

/**
 * Writes down the scripts and styles that the first screen of a path can't stand without, for a `Link` header: the
 * browser then asks for them with the page itself and not only once the page's first script has run.
 */
export function pageHints(screens: Record<string, string>): Plugin {
  return {
    name: 'driftbild-page-hints',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])),
      )
      const hints = Object.entries(screens).map(([path, source]) => {
        const screen = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(source))
        if (!screen) throw new Error(`${source} is no chunk of its own: no page can be told to begin with it`)
        const scripts = new Set<string>()
        const take = (name: string): void => {
          const chunk = chunks.get(name)
          if (!chunk || scripts.has(name)) return
          scripts.add(name)
          for (const next of chunk.imports) take(next)
        }
        take(screen.fileName)
        return { path, scripts: [...scripts].map((name) => `/${name}`) }
      })
      this.emitFile({ type: 'asset', fileName: PAGE_HINTS, source: JSON.stringify(hints) })
    },
  }
}
