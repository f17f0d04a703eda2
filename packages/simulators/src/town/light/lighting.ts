import { DAY, HOUR, type Micros } from '@driftbild/core'
import { driftAt, hashText, mix } from '../random.ts'
import { isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { duskOf } from './dusk.ts'
import { foreignLoadsOf } from './foreign-loads.ts'
import { type Cabinet, type Luminaire, type Phase, phases } from './plan.ts'
import { switchingOf } from './switching.ts'

export type LampState = 'healthy' | 'lamp-dead' | 'driver-dead' | 'dark'

/** A cabinet and its lamps, for any instant. */
export interface Lighting {
  /** The contactor is closed. */
  isFed(at: Micros): boolean
  /** A and V and kW. */
  current(phase: Phase, at: Micros): number
  voltage(at: Micros): number
  power(at: Micros): number
  /** kWh since the town's records began. */
  energy(at: Micros): number
  state(luminaire: Luminaire, at: Micros): LampState
  /** W that a luminaire takes. */
  lampPower(luminaire: Luminaire, at: Micros): number
  /** Hours it has burnt since the records began. */
  burnt(luminaire: Luminaire, at: Micros): number
}

/** What gear takes to listen, W. */
const STANDBY = 0.35
/** A cabinet's own meter and gateway, W. */
const OWN = 18
const POWER_FACTOR = { LED: 0.955, 'high-pressure-sodium': 0.89 }
/** Diodes need less voltage, and so power, the warmer they are: per kelvin from 5 °C. */
const LED_PER_KELVIN = -0.0006

export interface LightingTerms {
  seed: number
  scenario: Scenario
  /** Days since 1970 from which hours and energy count. */
  since: number
  /** °C */
  air?: (at: Micros) => number
}

interface Change {
  at: Micros
  luminaire: Luminaire
  state: LampState
}

export function lightingOf(
  cabinet: Cabinet,
  { seed, scenario, since, air = () => 5 }: LightingTerms,
): Lighting {
  const dusk = duskOf(cabinet.lag, since)
  const stream = mix(seed, hashText(cabinet.tag))
  const contactor = ofKind(scenario, 'contactor-fault').filter((d) => d.asset === cabinet.tag)
  const switching = switchingOf(dusk, contactor, stream)
  const foreign = foreignLoadsOf(cabinet.tag, scenario, switching)
  const outages = ofKind(scenario, 'phase-outage').filter((d) => d.asset === cabinet.tag)
  const isCut = (phase: Phase, at: Micros) => outages.some((d) => d.phase === phase && isOn(d, at))
  const cold = (at: Micros) => 1 + LED_PER_KELVIN * (air(at) - 5)
  const changes = changesOf(cabinet, scenario)
  const stateOf = (luminaire: Luminaire, at: Micros): LampState => {
    let state: LampState = 'healthy'
    for (const c of changes.get(luminaire.tag) ?? []) if (c.at <= at) state = c.state
    return state
  }
  /** Phases' sums between changes, so that a sample costs no walk over all lamps. */
  const instants = [-Infinity, ...[...changes.values()].flat().map((c) => c.at)].sort((a, b) => a - b)
  const sums = [...new Set(instants)].map((at) => ({ at, ...sumAt(cabinet, (l) => stateOf(l, at)) }))
  const sumFor = (at: Micros) => sums.findLast((s) => s.at <= at)!
  const voltage = (at: Micros): number => {
    const hour = ((at / HOUR) % 24) + 1
    const evening = Math.exp(-(((hour - 18.5) / 3.2) ** 2))
    const load = switching.isFed(at) ? 0.5 : 0
    return (
      231.8 -
      2.6 * evening -
      load +
      0.9 * driftAt(stream, at / (2 * HOUR)) +
      0.5 * driftAt(stream + 1, at / DAY)
    )
  }
  const mains = (at: Micros, n: number) => voltage(at) + [0, 0.5, -0.7][n]!
  return {
    isFed: switching.isFed,
    voltage,
    current(phase, at) {
      const n = phases.indexOf(phase)
      const sum = sumFor(at).phases[n]!
      const u = mains(at, n)
      const own = n === 0 ? OWN : 0
      if (isCut(phase, at)) return own / (u * 0.6)
      const others = foreign.current(phase, at)
      if (!switching.isFed(at)) return (sum.standby + own) / (u * 0.6) + others
      const led = (sum.led * cold(at)) / (u * POWER_FACTOR.LED)
      const sodium = (sum.sodium * (u / 230) ** 1.6) / (u * POWER_FACTOR['high-pressure-sodium'])
      return led + sodium + own / u + others
    },
    power(at) {
      const { phases: all } = sumFor(at)
      const fed = switching.isFed(at)
      let watts = OWN
      for (const [n, sum] of all.entries()) {
        if (isCut(phases[n]!, at)) continue
        watts += fed ? sum.led * cold(at) + sum.sodium * (mains(at, n) / 230) ** 1.6 : sum.standby
        watts += foreign.current(phases[n]!, at) * mains(at, n)
      }
      return watts / 1000
    },
    energy(at) {
      let kWh = foreign.energy(at)
      const begin = since * DAY
      for (const [i, sum] of sums.entries()) {
        const from = Math.max(begin, sum.at)
        const to = Math.min(at, sums[i + 1]?.at ?? at)
        if (to <= from) continue
        const lit = switching.fed(to) - switching.fed(from)
        const all = (to - from) / HOUR
        const burning = sum.phases.reduce((w, p) => w + p.led + p.sodium, 0)
        const waiting = sum.phases.reduce((w, p) => w + p.standby, 0)
        kWh += (burning * lit + waiting * (all - lit) + OWN * all) / 1000
      }
      return kWh
    },
    state: stateOf,
    lampPower(luminaire, at) {
      const state = stateOf(luminaire, at)
      if (state === 'dark' || state === 'driver-dead') return 0
      if (!switching.isFed(at)) return STANDBY
      return state === 'lamp-dead' ? 1.2 : luminaire.power * luminaire.spread * cold(at)
    },
    burnt(luminaire, at) {
      let sum = 0
      let from = since * DAY
      let healthy = true
      for (const change of changes.get(luminaire.tag) ?? []) {
        if (change.at > at) break
        if (healthy) sum += switching.fed(change.at) - switching.fed(from)
        healthy = change.state === 'healthy'
        from = change.at
      }
      return healthy ? sum + switching.fed(at) - switching.fed(from) : sum
    },
  }
}

interface Sum {
  led: number
  sodium: number
  standby: number
}

function sumAt(cabinet: Cabinet, stateOf: (l: Luminaire) => LampState): { phases: Sum[] } {
  const sums: Sum[] = phases.map(() => ({ led: 0, sodium: 0, standby: 0 }))
  for (const one of cabinet.luminaires) {
    const sum = sums[phases.indexOf(one.phase)]!
    const state = stateOf(one)
    if (state === 'dark' || state === 'driver-dead') continue
    const watts = state === 'lamp-dead' ? 1.2 : one.power * one.spread
    if (one.source === 'LED') {
      sum.led += watts
      sum.standby += STANDBY
    } else sum.sodium += state === 'lamp-dead' ? 6 : watts
  }
  return { phases: sums }
}

/** Per luminaire, what happens to it, in order. A dead one that a broken cable hides stays dead behind it. */
function changesOf(cabinet: Cabinet, scenario: Scenario): Map<string, Change[]> {
  const deaths = scenario.filter((d) => d.kind === 'lamp-death' || d.kind === 'driver-death')
  const cuts = [...ofKind(scenario, 'cable-fault'), ...ofKind(scenario, 'phase-outage')].filter(
    (d) => d.asset === cabinet.tag,
  )
  const changes = new Map<string, Change[]>()
  for (const luminaire of cabinet.luminaires) {
    const own = [
      ...deaths.filter((d) => d.asset === luminaire.tag),
      ...cuts.filter((d) =>
        d.kind === 'cable-fault' ? d.luminaires.includes(luminaire.tag) : d.phase === luminaire.phase,
      ),
    ]
    if (own.length === 0) continue
    const at = [...new Set(own.flatMap((d) => (d.to === null ? [d.from] : [d.from, d.to])))].sort(
      (a, b) => a - b,
    )
    const stateAt = (t: Micros): LampState => {
      const on = own.filter((d) => isOn(d, t)).map((d) => d.kind)
      if (on.includes('cable-fault') || on.includes('phase-outage')) return 'dark'
      if (on.includes('driver-death')) return 'driver-dead'
      return on.length > 0 ? 'lamp-dead' : 'healthy'
    }
    changes.set(
      luminaire.tag,
      at.map((t) => ({ at: t, luminaire, state: stateAt(t) })),
    )
  }
  return changes
}
