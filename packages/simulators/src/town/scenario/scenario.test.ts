import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, HOUR, type Micros, statusCodes } from '@driftbild/core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Sample } from '../../value-source.ts'
import { alarmsIn, day, meanOf, seriesOf } from '../testing.ts'
import { makeTown } from '../town.ts'
import { Disturbance, ofKind, type Scenario } from './disturbance.ts'
import { drawScenario } from './draw.ts'
import { readTruth, writeTruth } from './truth.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const town = makeTown(1)
const to = day('2026-11-20')
const from = to - 60 * DAY

describe('a scenario', () => {
  const drawn = drawScenario(town, 5, from, to)

  test('is drawn alike from the same seed', () => {
    expect(drawScenario(makeTown(1), 5, from, to)).toEqual(drawn)
    expect(drawScenario(town, 6, from, to)).not.toEqual(drawn)
  })

  test.each([1, 2, 3, 4])('of seed %d holds everything once at least before its end', (seed) => {
    const before = drawScenario(town, seed, from, to).filter((d) => d.from < to)
    expect(new Set(before.map((d) => d.kind))).toEqual(
      new Set(Disturbance.options.map((option) => option.shape.kind.value)),
    )
    const leaks = ofKind(before, 'leak')
    expect(new Set(leaks.map((l) => l.zone)).size).toBe(leaks.length)
    expect(leaks.some((l) => l.grownAt === null && l.to !== null)).toBe(true)
    expect(leaks.some((l) => l.grownAt !== null && l.to === null)).toBe(true)
    expect(ofKind(before, 'lamp-death').length).toBeGreaterThanOrEqual(3)
  })

  test('names only what the town has', () => {
    const tags = new Set(town.register.assets.map((a) => a.tag))
    const keys = new Set(town.register.signals.map((s) => s.key))
    expect(drawn.length).toBeGreaterThan(20)
    for (const d of drawn) {
      expect(tags.has(d.asset), d.asset).toBe(true)
      if ('signal' in d) expect(keys.has(d.signal), d.signal).toBe(true)
      if (d.kind === 'leak') expect(tags.has(d.junction)).toBe(true)
      if (d.kind === 'cable-fault') for (const tag of d.luminaires) expect(tags.has(tag)).toBe(true)
      expect(d.to === null || d.to > d.from).toBe(true)
    }
    expect(new Set(drawn.map((d) => d.id)).size).toBe(drawn.length)
  })

  test('is written as truth and read back whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'town-truth-'))
    try {
      expect(readTruth(folder)).toBeNull()
      writeTruth(folder, drawn)
      expect(readTruth(folder)).toEqual(drawn)
      writeFileSync(join(folder, 'disturbances.json'), '{"not": "a list"}')
      expect(() => readTruth(folder)).toThrow(/disturbances.json is no list of disturbances/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a healthy town', () => {
  test.each(['2026-11-09', '2026-06-08'])('raises no alarm in the week from %s', async (monday) => {
    const span = { from: day(monday), to: day(monday) + 7 * DAY, scenario: [] }
    const { raised, judged } = await alarmsIn(town, span)
    expect(judged).toBeGreaterThan(50_000)
    expect(raised).toEqual([])
  })
})

describe('each disturbance shows in its signals', () => {
  const start = day('2026-11-11')
  const end = start + 3 * DAY
  const struck = start + DAY
  const [a, b, c, d] = town.plan.pressure.map((p) => p.tag)
  const cabinet = town.plan.cabinets[0]!
  const dark = cabinet.luminaires.filter((l) => l.phase === 'L2').slice(0, 8)
  const [lamp, driver] = cabinet.luminaires.filter((l) => l.phase === 'L1')
  const [unfed, byDay, chattering, fuseless, wet, robbed] = town.plan.cabinets.slice(1).map((x) => x.tag)
  const bins = town.plan.waste.containers.filter((x) => x.fraction === 'residual').map((x) => x.tag)
  const leakPipe = town.network.nominal.links.find(
    (l) => town.plan.water.pipes.get(l.id)?.street === 'Måsvägen',
  )!
  const wideStreet = town.network.nominal.links.find(
    (l) => l.type === 'pipe' && l.diameter >= 100 && town.plan.water.pipes.get(l.id)?.district?.tag === 'MZ6',
  )!
  const watched = town.plan.quality.find(({ zone }) => zone === 'MZ1')!
  const foreignAt = watched.path[Math.floor(watched.path.length / 2)]!
  const foreignPipe = town.network.nominal.links.find((l) => l.to === foreignAt || l.from === foreignAt)!
  const since = { from: struck, to: null }
  const pressure = (tag: string) => ({ ...since, asset: tag, signal: `${tag}/pressure` })
  const scenario: Scenario = [
    {
      ...since,
      ...{ id: 'leak', kind: 'leak', asset: leakPipe.id, junction: leakPipe.to, zone: 'MZ5' },
      ...{ size: 1.2, grownAt: null },
    },
    {
      ...{ id: 'hydrant', kind: 'hydrant-open', why: 'flushing', asset: wideStreet.id },
      ...{ junction: wideStreet.to, zone: 'MZ6', size: 20, from: struck + 10 * HOUR, to: struck + 11 * HOUR },
    },
    { ...since, id: 'wear', kind: 'pump-wear', asset: 'VV1-P1', loss: 0.18, wornAt: struck },
    { ...since, id: 'bearing', kind: 'bearing', asset: 'VV1-P2', growth: 0.7, from: start },
    { ...since, id: 'rags', kind: 'clogging', asset: 'APS2-P1', loss: 0.5, cloggedAt: struck },
    { ...since, id: 'loose', kind: 'shaking', asset: 'VV1-P3', how: 'imbalance', growth: 0.7, from: start },
    { ...since, id: 'seal', kind: 'seal-leak', asset: 'APS4-P2', perDay: 0.02 },
    { ...since, id: 'flap', kind: 'check-valve', asset: 'APS3-P1', opening: 0.3, openedAt: null },
    {
      ...{ id: 'out', kind: 'check-valve', asset: 'VV1-P1', opening: 0.2, openedAt: null },
      ...{ from: struck, to: struck + DAY },
    },
    { ...since, id: 'lamp', kind: 'lamp-death', asset: lamp!.tag },
    { ...since, id: 'driver', kind: 'driver-death', asset: driver!.tag },
    {
      ...since,
      ...{ id: 'cable', kind: 'cable-fault', asset: cabinet.tag, phase: 'L2' },
      luminaires: dark.map((l) => l.tag),
    },
    { ...since, id: 'unfed', kind: 'contactor-fault', asset: unfed!, how: 'stays-open' },
    { ...since, id: 'by-day', kind: 'contactor-fault', asset: byDay!, how: 'stays-closed' },
    { ...since, id: 'chatter', kind: 'contactor-fault', asset: chattering!, how: 'chatters' },
    { ...since, id: 'fuse', kind: 'phase-outage', asset: fuseless!, phase: 'L2' },
    { ...since, id: 'earth', kind: 'earth-fault', asset: wet!, phase: 'L3', amps: 2 },
    { ...since, id: 'taken', kind: 'stolen-power', asset: robbed!, phase: 'L1', watts: 920 },
    { ...pressure(a!), id: 'stuck', kind: 'sensor-stuck' },
    { ...pressure(b!), id: 'drift', kind: 'sensor-drift', perDay: 0.3 },
    { ...pressure(c!), id: 'silent', kind: 'sensor-drop-out' },
    { ...pressure(d!), id: 'spikes', kind: 'sensor-spike', share: 0.02, height: 3 },
    { ...since, id: 'blocked', kind: 'bin-blocked', asset: bins[0]!, fill: 0.95 },
    { ...since, id: 'busy', kind: 'bin-busy', asset: bins[1]!, factor: 2.5 },
    {
      ...{ id: 'match', kind: 'occasion', asset: bins[2]!, what: 'match', name: 'Norrviks IF – Älvsby' },
      ...{ bins: [bins[2]!], factor: 3, expected: null, from: struck, to: struck + DAY },
    },
    {
      ...{ id: 'rain', kind: 'rain-overflow', asset: 'RG1', depth: 60 },
      ...{ from: struck + 9 * HOUR, to: struck + 13 * HOUR },
    },
    { ...since, id: 'step', kind: 'sensor-step', asset: 'KV1', signal: 'KV1/conductivity', by: 4 },
    {
      ...{ id: 'clean', kind: 'sensor-cleaning', asset: 'KV2' },
      ...{ from: struck + 2 * HOUR, to: struck + 2.7 * HOUR },
    },
    {
      ...{ id: 'foreign', kind: 'contamination', asset: foreignPipe.id, junction: foreignAt, zone: 'MZ1' },
      ...{ what: 'wastewater', strength: 0.04, from: struck, to: struck + 12 * HOUR },
    },
    {
      ...{ id: 'stop', kind: 'production-stop', asset: 'VV1-LR', share: 1 },
      ...{ from: struck + 6 * HOUR, to: struck + 14 * HOUR },
    },
    {
      ...{ id: 'flood', kind: 'river-flood', asset: 'PG1', peak: 1.4 },
      ...{ from: struck, crest: struck + 20 * HOUR, to: struck + 80 * HOUR },
    },
  ]
  let ill: Map<string, Sample[]>
  let well: Map<string, Sample[]>
  beforeAll(async () => {
    ill = await seriesOf(town, { from: start, to: end, scenario }, () => true)
    well = await seriesOf(town, { from: start, to: end, scenario: [] }, () => true)
  })
  const after = (at: Micros) => at >= struck + HOUR
  const mean = (series: Map<string, Sample[]>, key: string, within = after) =>
    meanOf(series.get(key)!, within)
  const changed = (key: string, within = after) => mean(ill, key, within) - mean(well, key, within)

  test('the test strikes in every way there is', () => {
    expect(new Set(scenario.map((x) => x.kind)).size).toBe(Disturbance.options.length)
  })
  test('a leak lets more through its district’s meter and those before it, and lowers pressure', () => {
    expect(changed('QM5/flow')).toBeCloseTo(1.2, 1)
    expect(changed('QM3/flow')).toBeGreaterThan(1)
    expect(changed('QM4/flow')).toBeLessThan(0.1)
    expect(changed('QM5/volume', (at) => at === end - 300e6)).toBeCloseTo(1.2 * 48, -1)
  })
  test('an open hydrant draws much through its district’s meter while it is open, and no longer', () => {
    const open = (at: Micros) => at > struck + 10 * HOUR && at < struck + 11 * HOUR
    expect(changed('QM6/flow', open)).toBeGreaterThan(12)
    expect(changed('QM6/flow', (at) => at > struck + 12 * HOUR)).toBeCloseTo(0, 0)
    expect(changed('QM6/volume', (at) => at === end - 300e6)).toBeCloseTo(20, -1)
  })
  test('a worn pump takes more power for its water', () => {
    const perM3 = (series: Map<string, Sample[]>, key: string) =>
      mean(series, `${key}/power`) / mean(series, `${key}/flow`)
    expect(perM3(ill, 'VV1-P1') / perM3(well, 'VV1-P1')).toBeGreaterThan(1.12)
    expect(Math.abs(perM3(ill, 'VV1-P3') / perM3(well, 'VV1-P3') - 1)).toBeLessThan(0.05)
  })
  test('an unbalanced wheel is heard, and its bearing stays cool', () => {
    const running = (at: Micros) => at > start + 2 * DAY
    expect(changed('VV1-P3/vibration', running)).toBeGreaterThan(1)
    expect(Math.abs(changed('VV1-P3/bearing-temperature', running))).toBeLessThan(0.2)
  })

  test('water gets past a seal into the oil', () => {
    expect(changed('APS4-P2/seal-moisture', (at) => at > end - HOUR)).toBeCloseTo(0.04, 2)
    expect(Math.abs(changed('APS4-P1/seal-moisture'))).toBeLessThan(0.001)
  })

  test('a bearing is heard before it is hot', () => {
    const running = (at: Micros) => at > end - 12 * HOUR
    const louder = changed('VV1-P2/vibration', running) / mean(well, 'VV1-P2/vibration', running)
    const hotter =
      changed('VV1-P2/bearing-temperature', running) / mean(well, 'VV1-P2/bearing-temperature', running)
    expect(louder).toBeGreaterThan(1)
    expect(hotter).toBeGreaterThan(0.1)
    expect(hotter).toBeLessThan(louder)
  })
  test('rags let less through and draw more current', () => {
    const whenOn = (series: Map<string, Sample[]>, role: string) =>
      meanOf(
        series.get(`APS2-P1/${role}`)!.filter((s) => s.value! > 0),
        after,
      )
    expect(whenOn(ill, 'flow') / whenOn(well, 'flow')).toBeCloseTo(0.5, 1)
    expect(whenOn(ill, 'current') / whenOn(well, 'current')).toBeGreaterThan(1.25)
  })
  const runsAlone = (series: Map<string, Sample[]>, pump: string, rests: string) => {
    const shows = (tag: string, value: number) =>
      new Set(series.get(`${tag}/running`)!.flatMap((s) => (s.value === value ? [s.time] : [])))
    const [runs, resting] = [shows(pump, 1), shows(rests, 0)]
    return (at: Micros) => after(at) && runs.has(at) && resting.has(at)
  }
  test('a flap that stays open lets back what the other pump lifts, and the sump fills sooner', () => {
    const alone = (series: Map<string, Sample[]>, key: string) =>
      mean(series, key, runsAlone(series, 'APS3-P2', 'APS3-P1'))
    expect(alone(ill, 'APS3-P2/flow') / alone(well, 'APS3-P2/flow')).toBeGreaterThan(1.08)
    expect(alone(ill, 'APS3-P2/current') / alone(well, 'APS3-P2/current')).toBeGreaterThan(1.01)
    expect(alone(ill, 'APS3/flow') / alone(well, 'APS3/flow')).toBeLessThan(0.95)
    const starts = (series: Map<string, Sample[]>) => {
      const counter = series.get('APS3-P2/starts')!.filter((s) => s.time >= end - DAY)
      return counter.at(-1)!.value! - counter[0]!.value!
    }
    expect(starts(ill) / starts(well)).toBeGreaterThan(1.3)
  })
  test('at the waterworks it takes from what goes out, and turns the resting pump backwards', () => {
    const open = (at: Micros) => at > struck && at < struck + DAY
    const lost = (series: Map<string, Sample[]>) =>
      ['VV1-P1', 'VV1-P2', 'VV1-P3'].reduce((sum, p) => sum + mean(series, `${p}/flow`, open), 0) -
      mean(series, 'VV1/flow', open)
    // A fifth of 58 m³/h, while it rests, in a fifth of that day.
    expect(lost(ill) - lost(well)).toBeGreaterThan(1.5)
    const rests = new Set(ill.get('VV1-P1/running')!.flatMap((s) => (s.value === 0 ? [s.time] : [])))
    const resting = (role: string) => changed(`VV1-P1/${role}`, (at) => open(at) && rests.has(at))
    expect(resting('discharge-pressure')).toBeGreaterThan(0.15)
    expect(resting('speed')).toBeGreaterThan(300)
  })
  test('a dead lamp and a dead driver are flagged, and missing in the phase’s current', () => {
    const last = (key: string) => ill.get(key)!.at(-1)!.value
    expect(last(`${lamp!.tag}/lamp-failure`)).toBe(1)
    expect(last(`${lamp!.tag}/gear-failure`)).toBe(0)
    expect(last(`${driver!.tag}/gear-failure`)).toBe(1)
    expect(last(`${driver!.tag}/lamp-power`)).toBe(0)
    const night = (at: Micros) => at > struck + 18 * HOUR && at < struck + 26 * HOUR
    const missing = -changed(`${cabinet.tag}/current-l1`, night)
    expect(missing).toBeCloseTo((lamp!.power + driver!.power) / 221, 1)
  })
  test('behind a broken cable all is dark and nobody answers', () => {
    for (const { tag } of dark) {
      const newest = ill.get(`${tag}/lamp-on`)!.at(-1)!
      expect(newest).toMatchObject({ value: null, status: statusCodes.BadNoCommunication })
    }
    const night = (at: Micros) => at > struck + 18 * HOUR && at < struck + 26 * HOUR
    expect(changed(`${cabinet.tag}/current-l2`, night)).toBeLessThan(-1)
  })
  describe('of a cabinet', () => {
    const atNight = (at: Micros) => at > struck + 18 * HOUR && at < struck + 26 * HOUR
    const byNoon = (at: Micros) => at > struck + 9.5 * HOUR && at < struck + 11.5 * HOUR
    const closed = (tag: string, within: (at: Micros) => boolean) =>
      mean(ill, `${tag}/contactor-closed`, within)
    test('a contactor stays open by night, closed by day, or chatters', () => {
      expect([closed(unfed!, atNight), mean(ill, `${unfed}/current-l1`, atNight) < 0.4]).toEqual([0, true])
      expect(closed(byDay!, byNoon)).toBe(1)
      expect(changed(`${byDay}/power`, byNoon)).toBeGreaterThan(1)
      expect(closed(chattering!, atNight)).toBeGreaterThan(0.4)
      expect(closed(chattering!, atNight)).toBeLessThan(0.9)
    })
    test('a blown fuse darkens its phase and no other', () => {
      expect(mean(ill, `${fuseless}/current-l2`, atNight)).toBe(0)
      expect(changed(`${fuseless}/current-l3`, atNight)).toBeCloseTo(0, 1)
    })
    test('an earth fault draws while it is fed, and wanders; what is taken is taken by day, too', () => {
      expect(changed(`${wet}/current-l3`, atNight)).toBeGreaterThan(1)
      expect(changed(`${wet}/current-l3`, byNoon)).toBeCloseTo(0, 2)
      expect(changed(`${robbed}/current-l1`, byNoon)).toBeCloseTo(4, 1)
      expect(changed(`${robbed}/current-l1`, atNight)).toBeCloseTo(4, 1)
    })
    test('the meter counts what flows', () => {
      const metered = (series: Map<string, Sample[]>, key: string) => {
        const values = series.get(key)!.filter((s) => after(s.time))
        return values.at(-1)!.value! - values[0]!.value!
      }
      const more = metered(ill, `${robbed}/energy`) - metered(well, `${robbed}/energy`)
      expect(more).toBeCloseTo((0.92 * (end - struck - HOUR)) / HOUR, -1)
    })
  })
  test('sensors stick, drift, fall silent and spike', () => {
    const values = (tag: string) => ill.get(`${tag}/pressure`)!.filter((s) => s.time >= struck)
    expect(new Set(values(a!).map((s) => s.value)).size).toBe(1)
    expect(changed(`${b!}/pressure`, (at) => at > end - HOUR)).toBeCloseTo(0.6, 1)
    expect(values(c!).every((s) => s.value === null && s.status === statusCodes.BadSensorFailure)).toBe(true)
    const spikes = values(d!).filter((s) => s.value! > 8)
    expect(spikes.length).toBeGreaterThan(2)
    expect(spikes.length).toBeLessThan(40)
  })
  test('a blocked container stays full, a busy one fills faster', () => {
    const blocked = ill.get(`${bins[0]}/fill`)!.filter((s) => after(s.time))
    expect(Math.min(...blocked.map((s) => s.value!))).toBeGreaterThan(0.9)
    expect(mean(ill, `${bins[1]}/fill`) / mean(well, `${bins[1]}/fill`)).toBeGreaterThan(1.15)
  })
  test('around a match more is thrown than on other days', () => {
    const ends = (at: Micros) => at > struck + 23 * HOUR && at < struck + 26 * HOUR
    expect(changed(`${bins[2]}/fill`, ends)).toBeGreaterThan(0.05)
    expect(changed(`${bins[3]}/fill`, ends)).toBeCloseTo(0, 2)
  })
  test('too much rain goes over the weirs', () => {
    const spilled = ['APS1', 'APS2', 'APS3', 'APS4'].filter((s) =>
      ill.get(`${s}/overflowing`)!.some((x) => x.value === 1),
    )
    expect(spilled.length).toBeGreaterThan(1)
    expect(Math.max(...ill.get('RG1/rain')!.map((s) => s.value!))).toBeGreaterThan(12)
    expect(well.get('APS1/overflowing')!.every((s) => s.value === 0)).toBe(true)
  })
  test('foreign water uses up chlorine, is cloudy and salty, and passes', () => {
    const key = (role: string) => `${watched.tag}/${role}`
    const lowest = (series: Map<string, Sample[]>, role: string) =>
      Math.min(...series.get(key(role))!.map((s) => s.value!))
    const highest = (series: Map<string, Sample[]>, role: string) =>
      Math.max(...series.get(key(role))!.map((s) => s.value!))
    expect(lowest(ill, 'free-chlorine')).toBeLessThan(0.7 * lowest(well, 'free-chlorine'))
    expect(highest(ill, 'turbidity')).toBeGreaterThan(2 * highest(well, 'turbidity'))
    expect(highest(ill, 'conductivity')).toBeGreaterThan(highest(well, 'conductivity') + 0.5)
    expect(Math.abs(changed(key('free-chlorine'), (at) => at > end - HOUR))).toBeLessThan(0.01)
  })
  test('an instrument in the air shows nothing of the water, and one put in order shows another value', () => {
    const cleaned = (at: Micros) => at > struck + 2 * HOUR && at < struck + 2.7 * HOUR
    expect(mean(ill, 'KV2/conductivity', cleaned)).toBeLessThan(1)
    expect(changed('KV1/conductivity')).toBeCloseTo(4, 1)
  })
  test('the basin falls while production stands still, and the river rises', () => {
    const lowest = Math.min(...ill.get('VV1-LR/level')!.map((s) => s.value!))
    expect(lowest).toBeLessThan(1.9)
    expect(Math.min(...well.get('VV1-LR/level')!.map((s) => s.value!))).toBeGreaterThan(2.2)
    expect(mean(ill, 'VV1-LR/flow', (at) => at > struck + 7 * HOUR && at < struck + 13 * HOUR)).toBe(0)
    const crest = Math.max(...ill.get('PG1/level')!.map((s) => s.value!))
    expect(crest - Math.max(...well.get('PG1/level')!.map((s) => s.value!))).toBeGreaterThan(1)
  })
  test('a whole town of trouble raises the alarms it should and no flood of them', async () => {
    const { raised } = await alarmsIn(town, { from: start, to: end, scenario })
    const about = new Set(raised)
    for (const id of [
      `${lamp!.tag}/lamp-failure#out`,
      `${driver!.tag}/gear-failure#failed`,
      `${bins[0]}/fill#nearly-full`,
      'APS1/overflowing#overflow',
      'VV1-LR/level#low',
      'VV1-LR/level#falling',
      'PG1/level#rising',
    ]) {
      expect(about.has(id), id).toBe(true)
    }
    expect(raised.length).toBeLessThan(30)
  })
})
