import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export interface FoundBrowser {
  path: string | null
  message: string
}

/**
 * A Chromium for the browser tests: the one that is named or there, else one that can be installed
 * (Debian's as root, or Playwright's). Without any the tests that need it are skipped by name.
 */
export function ensureBrowser(env: NodeJS.ProcessEnv = process.env): FoundBrowser {
  const named = env.DRIFTBILD_BROWSER
  if (named) {
    if (!existsSync(named)) throw new Error(`DRIFTBILD_BROWSER names ${named}, which is not there`)
    return { path: named, message: `browser: ${named}` }
  }
  const present = installed()
  if (present) return { path: present, message: `browser: ${present}` }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('browser: none found; installing Debian’s chromium')
    const quiet = { stdio: 'ignore', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update'], quiet)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet)
  } else {
    console.log('browser: none found; trying Playwright’s own')
    const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url))
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit', env })
  }
  const now = installed() ?? playwrightsOwn(env)
  return now
    ? { path: now, message: `browser: installed ${now}` }
    : { path: null, message: 'browser: none could be installed; the browser tests are skipped' }
}

const installed = (): string | null => PLACES.find((path) => existsSync(path)) ?? null

function playwrightsOwn(env: NodeJS.ProcessEnv): string | null {
  const script = `import('playwright-core').then(p=>console.log(p.chromium.executablePath()))`
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env })
  const path = stdout.trim()
  return path && existsSync(path) ? path : null
}
