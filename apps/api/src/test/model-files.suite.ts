import { readInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { saveNetworkModel } from '@driftbild/store'
import { expect, test } from 'vitest'
import type { AssetPage, ImportMapping, NetworkModelView, SavedMappingView } from '../contract/index.ts'
import type { TestCentre } from './centre.ts'
import { modelFiles } from './model-file.ts'

/** In gallons and feet, in a plane of its own; places and links are called alike. */
const MODEL = `[TITLE]
A well, a pump, two streets and a tower
[JUNCTIONS]
 1 700 0
 2 690 120 day
 3 680 90 day
 4 670 60 day
[RESERVOIRS]
 well 690
[TANKS]
 tower 860 20 5 40 50 0
[PIPES]
 1 1 2 1200 12 110 0 Open
 2 2 3 1500 8 110 0 Open
 3 2 tower 800 12 110 0 Open
 end 3 4 900 6 110 0 Open
[PUMPS]
 lift well 1 HEAD curve
[VALVES]
 reduce 3 4 6 PRV 60 0
[PATTERNS]
 day 0.6 0.8 1.4 1.2
[CURVES]
 curve 600 250
[CONTROLS]
 LINK lift CLOSED IF NODE tower ABOVE 38
 LINK end CLOSED AT TIME 20
[TIMES]
 Duration 24:00
 Pattern Timestep 6:00
[QUALITY]
 tower 1
[OPTIONS]
 Units GPM
 Headloss H-W
[COORDINATES]
 1 0 0
 2 30 5
 3 60 10
 4 80 40
 well -20 0
 tower 30 40
[VERTICES]
 2 45 20
[END]
`
const nodes = ['1', '2', '3', '4', 'well', 'tower']
const tags = [...nodes, '1-L', '2-L', '3-L', 'end', 'lift', 'reduce']

const lineOf = (start: string): string =>
  String(MODEL.split('\n').findIndex((line) => line.startsWith(start)) + 1)

const mapping: ImportMapping = {
  ...{ layer: '', crs: 3006, tag: 'id', place: { from: 'file' } },
  plane: [
    { file: [0, 0], at: [21.7, 65.83] },
    { file: [80, 40], at: [21.72, 65.84] },
  ],
  class: {
    ...{ by: 'column', column: 'type' },
    values: { junction: 'junction', pipe: 'pipe', tank: 'reservoir', reservoir: 'waterworks' },
  },
  fields: (
    [
      ...['elevation', 'baseDemand', 'diameter', 'length', 'roughness', 'material', 'from', 'to'],
      ...['minLevel', 'maxLevel', 'volume', 'ratedFlow', 'ratedHead', 'ratedPower', 'normallyOpen'],
    ] as const
  ).map((name) => ({ field: `attributes.${name}`, column: name, unit: null, values: {} })),
}

export function modelFilesSuite(centre: () => TestCentre): void {
  const heads = async (inp: string, factor: number) => {
    const hydraulics = await openHydraulics(inp)
    const { values } = hydraulics.run({
      ...{ duration: 86_400, step: 3600 },
      sensors: nodes.map((node) => ({ node, what: 'head' as const })),
    })
    hydraulics.close()
    return values.map((series) => [...series].map((head) => Math.round(head * factor * 1e3) / 1e3))
  }

  test('a model in a plane of its own lies where its control points say, and comes out again as it went in', async () => {
    const planner = await centre().person([{ role: 'planner' }, { role: 'engineer' }])
    const files = modelFiles(centre(), planner)
    const view = await files.take('Brunnen.inp', MODEL)
    expect(view.layers[0]).toMatchObject({ crs: null, fits: [], extent: [-20, 0, 80, 40] })
    expect(view.leftOut.map(({ part }) => part)).toEqual(['QUALITY'])

    const nowhere = await files.readIn(view.id, { ...mapping, place: { from: 'none' } })
    expect(
      nowhere.map(({ outcome, problems }) => [outcome, problems.some(({ code }) => code === 'no-geometry')]),
    ).toEqual(tags.map(() => ['refused', true]))
    // Who must put something right finds it by the file's line.
    expect(nowhere.find(({ tag }) => tag === 'reduce')!.ref).toBe(lineOf(' reduce 3 4'))
    const rows = await files.readIn(view.id, mapping)
    expect(rows.map(({ tag, outcome }) => [tag, outcome])).toEqual(tags.map((tag) => [tag, 'new']))
    const { geometry } = (await (await planner.get('/api/9999/assets/4')).json()) as AssetPage
    expect(geometry.coordinates).toEqual([expect.closeTo(21.72, 6), expect.closeTo(65.84, 6)])

    const out = await files.export({ base: 'Brunnen.inp', selection: { tags } })
    expect(await heads(out, 1)).toEqual(await heads(MODEL, 0.3048))
    const [before, after] = [readInp(MODEL).network, readInp(out).network]
    expect(after.nodes.map(({ id, position }) => [id, position])).toEqual(
      before.nodes.map(({ id, position }) => [id, position]),
    )
    expect(after.links.map(({ id, vertices }) => [id, vertices])).toEqual(
      before.links.map(({ id, vertices }) => [id, vertices]),
    )
    expect(after.title.join('\n')).toContain('Enligt modellen Brunnen.inp')
  })

  test('what the register changed since is in it, and what is not selected is left out with what spoke of it', async () => {
    const planner = await centre().person([{ role: 'planner' }, { role: 'engineer' }])
    const files = modelFiles(centre(), planner)
    const wider = MODEL.replace(' 2 2 3 1500 8', ' 2 2 3 1500 10')
    const view = await files.take('Vidare.inp', wider)
    const rows = await files.readIn(view.id, mapping)
    expect(rows.filter(({ outcome }) => outcome === 'changed').map(({ tag }) => tag)).toEqual(['2-L'])
    const out = await files.export({
      base: 'Brunnen.inp',
      selection: { tags: tags.filter((tag) => tag !== 'end' && tag !== 'reduce') },
    })
    const { network } = readInp(out)
    expect(network.links.map(({ id }) => id)).toEqual(['1', '2', '3', 'lift'])
    expect(network.links.find(({ id }) => id === '2')).toMatchObject({ diameter: expect.closeTo(254, 6) })
    expect(network.controls).toMatchObject([{ link: 'lift' }])
    const title = network.title.join('\n')
    expect(title).toContain('2 länkar i modellen finns inte i urvalet')
    expect(title).toContain('En styrning som gällde')
    const unknown = await planner.post('/api/9999/exports', {
      ...{ format: 'inp', base: 'Ingen', selection: { tags } },
    })
    expect(unknown.status).toBe(404)
  })

  test('a preview that nobody applies leaves nothing behind; a model whose assets are all known is kept once somebody says so', async () => {
    const planner = await centre().person([{ role: 'planner' }, { role: 'engineer' }])
    const files = modelFiles(centre(), planner)
    const stands = async () => {
      const models = (await (await planner.get('/api/9999/network-models')).json()) as NetworkModelView[]
      const mappings = (await (await planner.get('/api/9999/import-mappings')).json()) as SavedMappingView[]
      return [models, mappings].map((some) => some.some(({ name }) => name === 'Hydro AB'))
    }
    const other = MODEL.replace(' day 0.6 0.8 1.4 1.2', ' day 0.7 0.9 1.3 1.1')
    const view = await files.take('Nypump.inp', other)
    // The register has the wider street by now: the file as it was would change it back.
    const known = { ...mapping, fields: mapping.fields.filter(({ column }) => column !== 'diameter') }
    const draft = await files.preview(view.id, known, 'Hydro AB')
    expect(draft).toMatchObject({ keepsModel: true, counts: { new: 0, changed: 0 } })
    expect(draft.counts.same).toBeGreaterThan(0)
    expect(await stands()).toEqual([false, false])

    await files.apply(draft.id)
    expect(await stands()).toEqual([true, true])
    const out = readInp(await files.export({ base: 'Hydro AB', selection: { tags } })).network
    const first = readInp(MODEL).network
    expect(out.patterns).not.toEqual(first.patterns)
    expect(out.patterns).toEqual(readInp(other).network.patterns)
  })

  test('a model whose reading in nobody can read any more goes out where it is asked for, and says so', async () => {
    const planner = await centre().person([{ role: 'planner' }, { role: 'engineer' }])
    const [twice] = mapping.plane!
    for (const unfit of [{ crs: 'of another version' }, { ...mapping, plane: [twice, twice] }]) {
      await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
        saveNetworkModel(tx, { name: 'Gammal', inp: MODEL, mapping: unfit, savedAt: 0, by: planner.id }),
      )
      const out = await modelFiles(centre(), planner).export({ base: 'Gammal', selection: { tags } })
      const { title, nodes: places } = readInp(out).network
      expect(title.join('\n')).toContain('Hur modellen Gammal lästes in går inte längre att läsa')
      expect(title[1]).toContain('EPSG:3006')
      expect(places.find(({ id }) => id === '4')!.position![1]).toBeGreaterThan(6_000_000)
    }
  })

  test('control points that tell no plane are refused', async () => {
    const planner = await centre().person([{ role: 'planner' }])
    const view = await modelFiles(centre(), planner).take('Brunnen.inp', MODEL)
    const plan = (plane: unknown) =>
      planner.post(`/api/9999/imports/${view.id}/plan`, { mapping: { ...mapping, plane }, contractor: '' })
    const [first] = mapping.plane!
    expect((await plan([first])).status).toBe(400)
    expect((await plan([first, first])).status).toBe(400)
  })
}
