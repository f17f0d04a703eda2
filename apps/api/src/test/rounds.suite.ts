import { randomUUID } from 'node:crypto'
import { type Asset, DAY, HOUR, type Prediction, parseTime, type Signal } from '@driftbild/core'
import { putRegister, refreshRollups, savePredictions } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { FieldDay, RoundContainer, RoundDay, StopOrder } from '../contract/index.ts'
import { localDate } from '../field/local-date.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo } from './edge.ts'
import { leakIn } from './prediction.ts'
import { hamlet } from './register.ts'

const VEHICLE = 'Bil 7'
const ZONE = 'Europe/Stockholm'

/** Along one street, west to east, in another order than their names. */
const containers = [
  { tag: 'K-1', east: 0.004, visibility: 'staff' },
  { tag: 'K-2', east: 0.001, visibility: 'staff' },
  { tag: 'K-3', east: 0.003, visibility: 'staff' },
  { tag: 'K-4', east: 0.002, visibility: 'restricted' },
] as const

const bare = { site: null, zone: null, surveyed: null, builtYear: 2015, expectedLife: null }
const placed = (tag: string, east: number): Pick<Asset, 'tag' | 'name' | 'geometry'> => ({
  ...{ tag, name: `Kärl ${tag}` },
  geometry: { type: 'Point', coordinates: [21.7 + east, 65.83] },
})
const assets: Asset[] = [
  { ...bare, ...placed('DEPÅ', 0), class: 'depot', visibility: 'staff', attributes: {} },
  ...containers.map(
    ({ tag, east, visibility }): Asset => ({
      ...{ ...bare, ...placed(tag, east), class: 'waste-container', visibility },
      attributes: { volume: 660, fraction: 'residual' },
    }),
  ),
]
const signals = ['K-1', 'K-2'].map(
  (asset): Signal => ({
    ...{ key: `${asset}/fill`, asset, role: 'fill', unit: '1', range: [0, 1] },
    ...{ kind: { type: 'measure' }, reporting: { type: 'every', seconds: 3600 } },
  }),
)

export function roundsSuite(centre: () => TestCentre): void {
  let planner: Browser
  let crew: Browser
  const at = secondsAgo(5)
  const today = localDate(at, ZONE)
  const in3Days = localDate(at + 3 * DAY, ZONE)
  const json = async <T>(answer: Response | Promise<Response>): Promise<T> => {
    const done = await answer
    expect(done.status, await done.clone().text()).toBe(200)
    return (await done.json()) as T
  }
  const dayOf = (who: Browser, day: string, interval = 14) =>
    json<RoundDay>(who.get(`/api/${HOME}/rounds/${day}?interval=${interval}`))
  const dueOf = ({ containers: found }: RoundDay) =>
    Object.fromEntries(found.map(({ tag, due }: RoundContainer) => [tag, due]))
  const plan = (who: Browser, stops: string[], day = today, id: string = randomUUID()) =>
    who.post(`/api/${HOME}/rounds/${day}/plan`, { id, name: VEHICLE, stops })
  const drive = (command: object) =>
    crew.post(`/api/${HOME}/rounds/${today}/commands`, {
      ...{ name: VEHICLE, commands: [{ id: randomUUID(), at: Date.now() * 1000, order: null, ...command }] },
    })
  const phone = () => json<FieldDay>(crew.get(`/api/${HOME}/field-day?crew=${encodeURIComponent(VEHICLE)}`))

  beforeAll(async () => {
    planner = await centre().person([{ role: 'planner' }])
    crew = await centre().person([{ role: 'crew' }])
    const { municipality } = hamlet(HOME, 'Norrvik')
    const full: Prediction = {
      ...leakIn('x', at, 0.7),
      ...{ subject: { type: 'asset', tag: 'K-2' }, kind: 'container-full', candidates: [] },
      when: { from: at + 2 * DAY, likely: at + 3 * DAY, to: at + 4 * DAY },
      horizon: at + 5 * DAY,
    }
    await centre().db.transaction({ municipality: HOME, role: 'api' }, async (tx) => {
      await putRegister(tx, {
        ...{ municipality, assets, signals, sites: [], zones: [], items: [] },
        ...{ installations: [], relations: [], alarmRules: [] },
      })
      const run = { model: 'bin-fill', subject: full.subject, asOf: at, predictions: [full] }
      await savePredictions(tx, run)
    })
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    const level = (key: string, when: number, value: number) => ({ key, unit: '1', at: when, value })
    await edge.send(
      edge.entries([
        level('K-2/fill', at - 4 * DAY, 0.85),
        level('K-2/fill', at - 3 * DAY, 0.05),
        level('K-1/fill', at - HOUR, 0.88),
        level('K-1/fill', at, 0.9),
        level('K-2/fill', at, 0.3),
      ]),
    )
    await centre().settled()
    await refreshRollups(centre().db, { most: 60_000 })
  })

  test('containers are due because they are full, will be, or have waited long enough', async () => {
    const now = await dayOf(planner, today)
    expect(dueOf(now)).toEqual({ 'K-1': 'full', 'K-2': null, 'K-3': 'interval' })
    expect(now).toMatchObject({ today, depots: [{ tag: 'DEPÅ' }] })
    const later = await dayOf(planner, in3Days)
    expect(dueOf(later)).toMatchObject({ 'K-2': 'predicted' })
    expect(later.containers.find(({ tag }) => tag === 'K-2')).toMatchObject({
      ...{ fill: 0.3, volume: 660, fraction: 'residual' },
      predicted: { probability: 0.7 },
    })
  })

  test('a level that fell tells on which day a container was emptied', async () => {
    const { containers: found } = await dayOf(planner, today)
    const { emptiedAt } = found.find(({ tag }) => tag === 'K-2')!
    expect(localDate(parseTime(emptiedAt!), ZONE)).toBe(localDate(at - 3 * DAY, ZONE))
    expect(dueOf(await dayOf(planner, today, 3))).toMatchObject({ 'K-2': 'interval' })
  })

  test('stops are put in a good order from the depot and back, and without one from the first', async () => {
    const order = (body: object) => json<StopOrder>(planner.post(`/api/${HOME}/rounds/${today}/order`, body))
    const round = await order({ stops: ['K-1', 'K-2', 'K-3'], depot: 'DEPÅ' })
    expect([round.stops, round.stops.toReversed()]).toContainEqual(['K-2', 'K-3', 'K-1'])
    expect(round.metres).toBeCloseTo(1.3 * 2 * 0.004 * 111_320 * Math.cos((65.83 * Math.PI) / 180), -1)
    expect((await order({ stops: ['K-1', 'K-2', 'K-3'], depot: null })).stops).toEqual(['K-1', 'K-3', 'K-2'])
    expect(await order({ stops: [], depot: null })).toEqual({ stops: [], metres: 0 })
  })

  test('what is planned is on the driver’s phone, and what was done stays told when it is planned anew', async () => {
    const id = randomUUID()
    await json(plan(planner, ['K-2', 'K-3', 'K-1'], today, id))
    expect((await phone()).stops.map(({ asset }) => asset)).toEqual(['K-2', 'K-3', 'K-1'])
    await drive({ type: 'visit', asset: 'K-3' })
    await drive({ type: 'skip', asset: 'K-2', reason: 'Felparkerad bil' })
    await json(plan(planner, ['K-1']))
    await json(plan(planner, ['K-2', 'K-3', 'K-1'], today, id))
    const { stops, crews } = await phone()
    expect(
      stops.map(({ asset, visitedAt, skipped }) => [asset, visitedAt !== null, skipped?.reason]),
    ).toEqual([
      ['K-2', false, 'Felparkerad bil'],
      ['K-3', true, undefined],
      ['K-1', false, undefined],
    ])
    expect(crews).toContain(VEHICLE)
    const now = await dayOf(planner, today)
    expect(now.rounds.find(({ name }) => name === VEHICLE)?.stops).toHaveLength(3)
    expect(dueOf(now)).toMatchObject({ 'K-3': null })
  })

  test('a round is given to a person, whose phone finds it; not to one who does no work here', async () => {
    const give = (driver: string | null, day = today) =>
      planner.post(`/api/${HOME}/rounds/${day}/plan`, {
        ...{ id: randomUUID(), name: 'Bil 8', stops: ['K-1'], driver },
      })
    const known = (await dayOf(planner, today)).drivers.map(({ id }) => id)
    expect(known).toContain(crew.id)
    expect(known).not.toContain(planner.id)
    expect(await json(give(crew.id))).toMatchObject({ crew: crew.id })
    const today8 = () => json<FieldDay>(crew.get(`/api/${HOME}/field-day`))
    expect((await today8()).own).toEqual(['Bil 8'])
    const refused = await give(planner.id)
    expect(await refused.json()).toMatchObject({ status: 422, code: 'not-a-driver', ref: planner.id })
    // Another's phone is not led there, and neither is theirs once nobody in particular drives it.
    expect((await json<FieldDay>(planner.get(`/api/${HOME}/field-day`))).own).toEqual([])
    await json(give(null))
    expect((await today8()).own).toEqual([])
  })

  test('no day is planned that is over, and nothing that one may not see', async () => {
    const past = await plan(planner, ['K-1'], localDate(at - DAY, ZONE))
    expect(await past.json()).toMatchObject({ status: 422, code: 'day-is-past' })
    expect((await plan(planner, ['K-4'])).status).toBe(404)
    const engineer = await centre().person([{ role: 'engineer' }])
    await json(plan(engineer, ['K-4', 'K-1'], in3Days))
    const seen = await dayOf(planner, in3Days)
    expect(seen.rounds.find(({ name }) => name === VEHICLE)?.stops.map(({ asset }) => asset)).toEqual(['K-1'])
  })
}
