import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { paths } from '../paths.ts'

const STAMP = '.built-from'

/**
 * Builds the pages unless the ones that lie in `dist` were made from these very sources. Answers whether it
 * had to build.
 */
export async function buildWeb(): Promise<boolean> {
  const fingerprint = fingerprintOfSources()
  const dist = join(paths.web, 'dist')
  const stamp = join(dist, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return false
  // Made aside and moved in whole: pages are served from `dist` while another start builds them.
  const made = mkdtempSync(join(paths.web, 'node_modules', '.dist-'))
  const { build } = await import('vite')
  await build({ root: paths.web, logLevel: 'warn', build: { outDir: made, emptyOutDir: true } })
  writeFileSync(join(made, STAMP), fingerprint)
  rmSync(dist, { recursive: true, force: true })
  try {
    renameSync(made, dist)
  } catch (error) {
    if (!existsSync(stamp)) throw error
    // Somebody else’s, built at the same time from the same sources, was a moment earlier.
    rmSync(made, { recursive: true })
  }
  return true
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256')
  const folders = ['packages/core/src', 'packages/devices/src', 'packages/network/src', 'apps/web']
  const files = [
    ...folders.flatMap((f) => filesBelow(join(paths.root, f))),
    join(paths.root, 'pnpm-lock.yaml'),
  ]
  for (const file of files.sort()) hash.update(file.slice(paths.root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.includes('.test.')) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
