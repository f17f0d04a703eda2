import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR, MINUTE } from '@driftbild/core'
import { putRegister } from '@driftbild/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportView, OverflowList, OverflowView } from '../contract/index.ts'
import { createOverflowsTask } from '../overflows/overflows-task.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'
import { flood, PUMPS, STATION, stationRegister } from './flooded-station.ts'

const STEP = 5 * MINUTE
const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined

async function addStation(centre: TestCentre): Promise<void> {
  await centre.db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
    putRegister(tx, stationRegister()),
  )
  await centre.settled()
}

/** From readings to the register of overflows, and from there to the station's dossier. */
export function overflowsSuite(centre: () => TestCentre): void {
  const began = Math.floor(secondsAgo(5 * 3600) / STEP) * STEP
  const before = began - 20 * HOUR
  let engineer: Browser
  let edge: TestEdge
  const known = async (): Promise<OverflowView[]> => {
    const years = new Set([before, began].map((at) => new Date(at / 1000).getUTCFullYear()))
    const lists = await Promise.all(
      [...years].map(async (year) => engineer.get(`/api/9999/overflows?year=${year}`)),
    )
    const all = await Promise.all(lists.map(async (list) => ((await list.json()) as OverflowList).items))
    return all.flat().filter(({ station }) => station === STATION)
  }
  const looked = async () => {
    const { db, pictures, now } = centre().services
    await createOverflowsTask({ db, pictures, log: () => {}, now }).run()
    return (await known()).map((one) => one.holds.began).sort((a, b) => a - b)
  }

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    await addStation(centre())
    edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
  })

  test('water over the weir becomes an entry with times, volume and cause', async () => {
    expect((await edge.send(edge.entries(flood(began, 12, 40)))).status).toBe(200)
    await centre().settled()
    await expect.poll(looked, { timeout: 60_000 }).toEqual([began])
    const [entry] = await known()
    expect(entry).toMatchObject({
      stationName: 'Strandvägen',
      holds: { began, ended: began + 40 * MINUTE, volumeSource: 'weir', decided: false },
    })
    // Poleni: 2/3 · 0.62 · 1.2 m · √(2g) · 0.1^1.5 over 40 minutes.
    expect(entry!.holds.volume).toBeCloseTo(167, 0)
    // One of two pumps stood still all the time.
    expect(entry!.detected).toMatchObject({ cause: 'pump-failure', facts: { highest: 2.9 } })
  })

  test('readings that come a day late bring the overflow that nobody knew of', async () => {
    expect((await edge.send(edge.entries(flood(before, 12, 40)))).status).toBe(200)
    await centre().settled()
    await expect.poll(looked, { timeout: 60_000 }).toEqual([before, began])
  })

  describe.skipIf(!hasPoppler)('the dossier (read by poppler; skipped without poppler-utils)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftbild-overflows-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const dossierOf = async (tag: string): Promise<string> => {
      const asked = { format: 'pdf', language: 'sv', selection: { tags: [tag] } }
      const { id } = (await (await engineer.post('/api/9999/exports', asked)).json()) as ExportView
      const list = async () => (await (await engineer.get('/api/9999/exports')).json()) as ExportView[]
      const stateOf = async () => (await list()).find((one) => one.id === id)?.state
      await expect.poll(stateOf, { timeout: 60_000 }).toBe('done')
      const path = join(folder, `${tag}.pdf`)
      const file = await engineer.get(`/api/9999/exports/${id}/file`)
      writeFileSync(path, Buffer.from(await file.arrayBuffer()))
      return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
    }

    test('of a station tells each overflow with its volume, cause and who decided', async () => {
      const [newest] = await known()
      const { isOverflow, began: from, ended, volume, volumeSource } = newest!.holds
      const decision = { isOverflow, began: from, ended, volume, volumeSource, cause: 'power' }
      const said = { ...decision, note: 'Strömmen var borta' }
      const answer = await engineer.post(`/api/9999/overflows/${newest!.id}/decision`, said)
      expect(answer.status, await answer.clone().text()).toBe(200)
      const text = await dossierOf(STATION)
      for (const words of ['Bräddningar', '167 m³', 'Strömmen var', 'Förslag, ej bedömt'])
        expect(text).toContain(words)
    })

    test('of anything else has no such chapter', async () => {
      expect(await dossierOf(PUMPS[0]!)).not.toContain('Bräddningar')
    })
  })
}
