import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssetPage, NetworkModelView } from '@driftbild/api/contract'
import { toSweref, toWgs84 } from '@driftbild/network'
import { afterAll, expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** Two streets in a plane of its own: metres from the corner of a sheet. Nothing here reads its water quality. */
const MODEL = `[JUNCTIONS]
 NYA-1 12
 NYA-2 11
 NYA-3 10
[RESERVOIRS]
 NYA-W 40
[PIPES]
 NYA-A NYA-W NYA-1 100 150 0.1 0 Open
 NYA-B NYA-1 NYA-2 100 110 0.1 0 Open
 NYA-C NYA-2 NYA-3 100 110 0.1 0 Open
[QUALITY]
 NYA-W 0.4
[OPTIONS]
 Units CMH
 Headloss D-W
[COORDINATES]
 NYA-W 0 0
 NYA-1 100 0
 NYA-2 100 100
 NYA-3 200 100
[END]
`
const NEW = 7

/** A model file that lies nowhere on the earth until a person says where. */
export function ownPlaneSuite(stage: () => Stage): void {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-model-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a model in its own plane is laid on the map by control points, looked at, read in, and undone', async () => {
    const centre = await centreOf(stage())
    // Where something stands already, so that it is not far away.
    const { geometry } = await centre.get<AssetPage>('assets/VV1')
    const [east, north] = toSweref(geometry.coordinates as [number, number]).map(Math.round) as [
      number,
      number,
    ]
    const path = join(folder, 'Nya kvarteret.inp')
    writeFileSync(path, MODEL)
    const page = await stage().visit({ as: await stage().product.invite('planner') })
    await page.goto(`${TOWN}/import`)
    await page.getByLabel('Relationshandling').setInputFiles(path)
    await page.getByText(`${NEW} rader eller objekt i filen.`).waitFor()
    await page.getByText(/^Det här i filen tas inte över: \[QUALITY\]/).waitFor()
    await page.getByText(/^Koordinaterna ligger inte i Sverige/).waitFor()

    await page.getByLabel('Koordinatsystem').selectOption('Egen plan i filen, läggs ut med passpunkter')
    await page.getByText('Filens koordinater: x 0–200, y 0–100.').waitFor()
    const preview = page.getByRole('button', { name: 'Förhandsgranska' })
    await page.getByText('Minst två hela passpunkter på olika platser behövs.').waitFor()
    expect(await preview.isDisabled()).toBe(true)

    const fill = async (nth: number, [x, y]: [number, number], at: [east: number, north: number]) => {
      const point = page.getByRole('group', { name: `Passpunkt ${nth}` })
      await point.getByLabel('x i filen').fill(String(x))
      await point.getByLabel('y i filen').fill(String(y))
      await point.getByLabel('Nord (N)').fill(String(at[1]))
      await point.getByLabel('Öst (E)').fill(String(at[0]))
    }
    // The sheet lies a quarter turn around: its x runs north.
    await fill(1, [0, 0], [east, north])
    await fill(2, [200, 0], [east, north + 200])
    await page.getByText(/^En enhet i filen är (0,9|1)\d* ?.*m, vriden .*Två punkter visar inte/).waitFor()
    await page.getByRole('button', { name: 'Lägg till passpunkt' }).click()
    await fill(3, [200, 100], [east - 100, north + 206])
    await page.getByText(/Punkterna stämmer på \d(,\d+)? m när\.$/).waitFor()
    await page
      .getByRole('group', { name: 'Passpunkt 3' })
      .getByText(/^\d(,\d+)? m fel$/)
      .waitFor()
    await page.getByRole('button', { name: 'Ta bort passpunkt 3' }).click()
    await page.getByLabel('Karta där passpunkter sätts').waitFor()
    expect(await violationsOn(page)).toEqual([])

    const models = () => centre.get<NetworkModelView[]>('network-models')
    const before = await models()
    await preview.click()
    await page.getByText(`${NEW} nya`).waitFor()
    await page.getByLabel('Karta över filens rader').waitFor()
    expect(await models(), 'a preview leaves nothing behind').toEqual(before)
    await page.getByRole('button', { name: `Gör ${NEW} ändringar` }).click()
    await page.getByText(`${NEW} anläggningsdelar är ändrade.`).waitFor()
    const placed = await centre.get<AssetPage>('assets/NYA-3')
    const expected = toWgs84([east - 100, north + 200])
    expect(placed.geometry.coordinates).toEqual(expected.map((degrees) => expect.closeTo(degrees, 5)))
    expect((await models()).map(({ name }) => name)).toContain('Nya kvarteret.inp')

    await page.goto(`${TOWN}/changes`)
    await page.getByRole('button', { name: /^Ångra ”Relationshandling Nya kvarteret/ }).click()
    await page.getByRole('button', { name: `Gör ${NEW} ändringar` }).click()
    await page.getByText(`${NEW} anläggningsdelar är ändrade.`).waitFor()
    const gone = async () => (await page.request.get(`/api${TOWN}/assets/NYA-3`)).status()
    await soon(gone).toBe(404)
  })

  test('what is wrong in a model file is told line by line, in English on a phone', async () => {
    const path = join(folder, 'wrong.inp')
    writeFileSync(path, MODEL.replace(' NYA-B NYA-1 NYA-2 100', ' NYA-B NYA-1 NYA-9 100'))
    const page = await stage().visit({
      ...{ size: 'phone', language: 'en', isRefused: true },
      as: await stage().product.invite('planner'),
    })
    await page.goto(`${TOWN}/import`)
    await page.getByLabel('As-built file').setInputFiles(path)
    const line = MODEL.split('\n').findIndex((one) => one.startsWith(' NYA-B')) + 1
    await page
      .getByText(new RegExp(`Line ${line}\\b`))
      .first()
      .waitFor()
    expect(await violationsOn(page)).toEqual([])
  })
}
