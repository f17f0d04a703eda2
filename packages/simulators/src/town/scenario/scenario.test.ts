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
  const bins = town.plan.waste.containers.filter((x) => x.fraction === 'residual').map((x) => x.tag)
  const leakPipe = town.network.nominal.links.find(
    (l) => town.plan.water.pipes.get(l.id)?.street === 'Måsvägen',
  )!
  const since = { from: struck, to: null }
  const pressure = (tag: string) => ({ ...since, asset: tag, signal: `${tag}/pressure` })
  const scenario: Scenario = [
    {
      ...since,
      ...{ id: 'leak', kind: 'leak', asset: leakPipe.id, junction: leakPipe.to, zone: 'MZ5' },
      ...{ size: 1.2, grownAt: null },
    },
    { ...since, id: 'wear', kind: 'pump-wear', asset: 'VV1-P1', loss: 0.18, wornAt: struck },
    { ...since, id: 'bearing', kind: 'bearing', asset: 'VV1-P2', growth: 0.7, from: start },
    { ...since, id: 'rags', kind: 'clogging', asset: 'APS2-P1', loss: 0.5, cloggedAt: struck },
    { ...since, id: 'lamp', kind: 'lamp-death', asset: lamp!.tag },
    { ...since, id: 'driver', kind: 'driver-death', asset: driver!.tag },
    {
      ...since,
      ...{ id: 'cable', kind: 'cable-fault', asset: cabinet.tag, phase: 'L2' },
      luminaires: dark.map((l) => l.tag),
    },
    { ...pressure(a!), id: 'stuck', kind: 'sensor-stuck' },
    { ...pressure(b!), id: 'drift', kind: 'sensor-drift', perDay: 0.3 },
    { ...pressure(c!), id: 'silent', kind: 'sensor-drop-out' },
    { ...pressure(d!), id: 'spikes', kind: 'sensor-spike', share: 0.02, height: 3 },
    { ...since, id: 'blocked', kind: 'bin-blocked', asset: bins[0]!, fill: 0.95 },
    { ...since, id: 'busy', kind: 'bin-busy', asset: bins[1]!, factor: 2.5 },
    {
      ...{ id: 'rain', kind: 'rain-overflow', asset: 'RG1', depth: 60 },
      ...{ from: struck + 9 * HOUR, to: struck + 13 * HOUR },
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
  test('a worn pump takes more power for its water', () => {
    const perM3 = (series: Map<string, Sample[]>, key: string) =>
      mean(series, `${key}/power`) / mean(series, `${key}/flow`)
    expect(perM3(ill, 'VV1-P1') / perM3(well, 'VV1-P1')).toBeGreaterThan(1.12)
    expect(Math.abs(perM3(ill, 'VV1-P3') / perM3(well, 'VV1-P3') - 1)).toBeLessThan(0.05)
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
  test('too much rain goes over the weirs', () => {
    const spilled = ['APS1', 'APS2', 'APS3', 'APS4'].filter((s) =>
      ill.get(`${s}/overflowing`)!.some((x) => x.value === 1),
    )
    expect(spilled.length).toBeGreaterThan(1)
    expect(Math.max(...ill.get('RG1/rain')!.map((s) => s.value!))).toBeGreaterThan(12)
    expect(well.get('APS1/overflowing')!.every((s) => s.value === 0)).toBe(true)
  })
  test('a whole town of trouble raises the alarms it should and no flood of them', async () => {
    const { raised } = await alarmsIn(town, { from: start, to: end, scenario })
    const about = new Set(raised)
    for (const id of [
      `${lamp!.tag}/lamp-failure#out`,
      `${driver!.tag}/gear-failure#failed`,
      `${bins[0]}/fill#nearly-full`,
      'APS1/overflowing#overflow',
    ]) {
      expect(about.has(id), id).toBe(true)
    }
    expect(raised.length).toBeLessThan(30)
  })
})
