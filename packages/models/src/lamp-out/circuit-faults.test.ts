import { DAY, HOUR, localTime, type Micros, Prediction, parseTime, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { bucket, randomFrom } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { lampOut } from './model.ts'

const ZONE = 'Europe/Stockholm'
const FROM = parseTime('2025-10-01T08:00:00Z')
const DAYS = 24
const STRUCK = FROM + 15 * DAY
const PER_PHASE = 20
const phases = ['L1', 'L2', 'L3'] as const

/** In Luleå, with 20 lamps of 70 W on each phase that say nothing of themselves. */
const lights = (source: string) =>
  registerOf({
    assets: [
      {
        ...asset('C1', 'lighting-cabinet', { phases: 3, luminaires: 60 }),
        geometry: { type: 'Point', coordinates: [22.15, 65.58] },
      },
      ...phases.flatMap((phase) =>
        Array.from({ length: PER_PHASE }, (_, i) =>
          asset(`A-${phase}-${i}`, 'luminaire', {
            cabinet: 'C1',
            phase,
            ratedPower: 70,
            lightSource: source,
          }),
        ),
      ),
    ],
    signals: [
      signal('C1', 'current-l1', 'A'),
      signal('C1', 'current-l2', 'A'),
      signal('C1', 'current-l3', 'A'),
      signal('C1', 'voltage', 'V'),
      signal('C1', 'contactor-closed', '1'),
    ],
  })

/** From six in the evening to six in the morning, when October is dark in the north. */
const usually = (at: Micros) => {
  const { hour } = localTime(at, ZONE)
  return hour >= 18 || hour < 6
}

interface Night {
  /** Share of the hour that lamps are fed; between the two it is switched. */
  fed?: (at: Micros) => number
  told?: (at: Micros) => number
  volts?: (at: Micros) => number
  /** A besides the lamps, and how far it wanders. */
  more?: (at: Micros, phase: string) => { amps: number; wander: number }
  /** Lamps that burn on a phase. */
  lamps?: (at: Micros, phase: string) => number
  exponent?: number
}

function history(night: Night): Record<string, Rollup[]> {
  const {
    fed = (at) => (usually(at) ? 1 : 0),
    told = fed,
    volts = () => 230,
    more = () => ({ amps: 0, wander: 0 }),
    lamps = () => PER_PHASE,
    exponent = -1,
  } = night
  const random = randomFrom(3)
  const hours = Array.from({ length: DAYS * 24 }, (_, h) => FROM + h * HOUR)
  const spread = (at: Micros, average: number, half: number): Rollup => ({
    ...bucket(at, average, { flat: true }),
    minimum: Math.max(0, average - half),
    maximum: average + half,
  })
  const data: Record<string, Rollup[]> = {
    'C1/voltage': hours.map((at) => bucket(at, volts(at))),
    'C1/contactor-closed': hours.map((at) => {
      const share = told(at)
      return { ...bucket(at, share, { flat: true }), minimum: Math.floor(share), maximum: Math.ceil(share) }
    }),
  }
  for (const [n, phase] of phases.entries()) {
    data[`C1/current-l${n + 1}`] = hours.map((at) => {
      const share = fed(at)
      const lit = share * ((lamps(at, phase) * 70) / 230) * (volts(at) / 230) ** exponent
      const { amps, wander } = more(at, phase)
      const noise = 0.004 * lit
      return spread(at, 0.1 + lit + amps + noise * random.normal(), noise + wander + (share % 1) * 3)
    })
  }
  return data
}

function said(night: Night, source = 'LED') {
  const [subject] = lampOut.subjects(lights(source))
  const steps = [
    ...drive(lampOut, subject!, memorySource(history(night)), {
      from: FROM,
      to: FROM + DAYS * DAY,
      zone: ZONE,
    }),
  ]
  return steps.map(({ asOf, predictions }) => ({
    day: (asOf - FROM) / DAY,
    predictions: predictions.map((p) => Prediction.parse(p)),
  }))
}
const kindsOf = (steps: ReturnType<typeof said>) => [
  ...new Set(steps.flatMap((s) => s.predictions.map((p) => p.kind))),
]
const isStruck = (at: Micros) => at >= STRUCK

test('a sound cabinet says nothing, whatever the voltage does', () => {
  const swinging = (at: Micros) => 230 + 6 * Math.sin((2 * Math.PI * at) / (5.3 * DAY))
  expect(kindsOf(said({ volts: swinging }))).toEqual([])
  expect(kindsOf(said({ volts: swinging, exponent: 0.6 }, 'high-pressure-sodium'))).toEqual([])
})

test('one lamp is counted through a voltage that hides it', () => {
  // 4 % more current to LED from 4 % less voltage, and one lamp of twenty less.
  const steps = said({
    volts: (at) => (isStruck(at) ? 221 : 230),
    lamps: (at, phase) => (isStruck(at) && phase === 'L2' ? PER_PHASE - 1 : PER_PHASE),
  })
  const [last] = steps.at(-1)!.predictions
  expect([last!.kind, last!.size!.value]).toEqual(['lamp-out', 1])
  expect(last!.evidence.map((e) => e.sentence.params.phase)).toEqual(['L2'])
})

describe('a contactor', () => {
  test('that does not close leaves the cabinet dark', () => {
    const steps = said({ fed: (at) => (usually(at) && !isStruck(at) ? 1 : 0) })
    expect(kindsOf(steps)).toEqual(['contactor-fault'])
    const [first] = steps.find((s) => s.predictions.length > 0)!.predictions
    expect(first!.evidence[0]!.sentence.code).toBe('cabinet-dark-at-night')
    expect(first!.probability).toBeGreaterThan(0.9)
  })
  test('whose supply is gone is not to blame', () => {
    const fed = (at: Micros) => (usually(at) && !isStruck(at) ? 1 : 0)
    expect(kindsOf(said({ fed, volts: (at) => (isStruck(at) ? 2 : 230) }))).toEqual(['phase-outage'])
  })
  test('that chatters is told, and no lamp is accused for it', () => {
    const steps = said({ fed: (at) => (usually(at) ? (isStruck(at) ? 0.6 : 1) : 0) })
    expect(kindsOf(steps)).toEqual(['contactor-fault'])
  })
  test('that has welded while its contact says open is told by the current', () => {
    const steps = said({
      fed: (at) => (isStruck(at) || usually(at) ? 1 : 0),
      told: (at) => (usually(at) ? 1 : 0),
    })
    const last = steps.at(-1)!.predictions.find((p) => p.kind === 'contactor-fault')
    expect(last!.evidence[0]!.sentence.code).toBe('current-while-open')
  })
  test('that is closed by day burns light for nothing; a crew’s hour is no fault', () => {
    const steps = said({ fed: (at) => (isStruck(at) || usually(at) ? 1 : 0) })
    expect(kindsOf(steps)).toEqual(['day-burning'])
    expect(steps.at(-1)!.predictions[0]!.probability).toBeGreaterThan(0.95)
    const crew = (at: Micros) => usually(at) || (at >= STRUCK + 2 * HOUR && at < STRUCK + 3 * HOUR)
    const most = Math.max(
      ...said({ fed: (at) => (crew(at) ? 1 : 0) }).flatMap((s) => s.predictions.map((p) => p.probability)),
    )
    expect(most).toBeLessThan(0.5)
  })
  test('that is open in the small hours every night saves energy, and is left alone', () => {
    const halfNight = (at: Micros) => usually(at) && ![1, 2, 3, 4].includes(localTime(at, ZONE).hour)
    expect(kindsOf(said({ fed: (at) => (halfNight(at) ? 1 : 0) }))).toEqual([])
  })
})

test('all of a phase gone is its fuse, part of it the cable', () => {
  const dark = (left: number) => said({ lamps: (at, p) => (isStruck(at) && p === 'L3' ? left : PER_PHASE) })
  expect(kindsOf(dark(0))).toEqual(['phase-outage'])
  expect(kindsOf(dark(12))).toEqual(['cable-fault'])
})

test('current that comes with the light and wanders goes to earth, and hides no lamps once it is mended', () => {
  const random = randomFrom(9)
  const isWet = (at: Micros) => at >= STRUCK && at < STRUCK + 5 * DAY
  const steps = said({
    more: (at, phase) =>
      phase === 'L1' && isWet(at) && usually(at)
        ? { amps: 1 + 0.4 * random.uniform(), wander: 0.5 }
        : { amps: 0, wander: 0 },
  })
  expect(kindsOf(steps)).toEqual(['earth-fault'])
  const told = steps.filter((s) => s.predictions.length > 0)
  expect(told.at(-1)!.predictions[0]!.size!.value).toBeCloseTo(1.2, 0)
  expect(steps.at(-1)!.predictions).toEqual([])
})

test('a load that stays when the lamps are off is somebody’s, and takes no lamp from the count', () => {
  const steps = said({
    more: (at, phase) => ({ amps: phase === 'L2' && isStruck(at) ? 3 : 0, wander: 0 }),
    lamps: (at, phase) => (phase === 'L2' && at >= STRUCK + 3 * DAY ? PER_PHASE - 2 : PER_PHASE),
  })
  const last = new Map(steps.at(-1)!.predictions.map((p) => [p.kind, p.size!.value]))
  expect([...last.keys()].toSorted()).toEqual(['foreign-load', 'lamp-out'])
  expect(last.get('foreign-load')).toBeCloseTo(690, -1)
  expect(last.get('lamp-out')).toBe(2)
})

test('a load that leaves in the night is no broken cable', () => {
  const left = STRUCK + 4 * DAY + 14 * HOUR
  const steps = said({
    more: (at, phase) => ({ amps: phase === 'L2' && isStruck(at) && at < left ? 3 : 0, wander: 0 }),
  })
  expect(kindsOf(steps)).toEqual(['foreign-load'])
})
