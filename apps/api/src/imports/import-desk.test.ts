import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR } from '@driftbild/core'
import { afterEach, expect, test } from 'vitest'
import { createImportDesk } from './import-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-imports-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file that somebody works with is kept as long as the draft made of it, and no longer', async () => {
  let at = 0
  const desk = createImportDesk({ folder, now: () => at })
  await desk.open()
  const feature = {
    type: 'Feature',
    properties: { tag: 'A' },
    geometry: { type: 'Point', coordinates: [17, 60] },
  }
  const text = JSON.stringify({ type: 'FeatureCollection', features: [feature] })
  const body = (async function* () {
    yield new TextEncoder().encode(text)
  })()
  const view = await desk.take({ municipality: '9999', person: 'p', name: 'one.geojson', body })
  at = 5 * HOUR
  const { path } = desk.find('9999', 'p', view.id)!
  expect(desk.find('9999', 'other', view.id)).toBeNull()
  at = 10 * HOUR
  await desk.tidy()
  expect(existsSync(path)).toBe(true)
  at = 11 * HOUR
  await desk.tidy()
  expect([existsSync(path), desk.find('9999', 'p', view.id)]).toEqual([false, null])
})
