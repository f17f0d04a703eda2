import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { paths } from '../paths.ts'

const STAMP = '.built-from'

/**
 * Builds the pages unless the ones that lie in `dist` were made from these very sources. Answers whether it
 * had to build.
 */
export async function buildWeb(): Promise<boolean> {
  const fingerprint = fingerprintOfSources()
  const stamp = join(paths.web, 'dist', STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return false
  const { build } = await import('vite')
  await build({ root: paths.web, logLevel: 'warn' })
  writeFileSync(stamp, fingerprint)
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
