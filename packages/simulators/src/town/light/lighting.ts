import { DAY, HOUR, type Micros } from '@driftbild/core'
import { driftAt, hashText, mix } from '../random.ts'
import { isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { duskOf } from './dusk.ts'
import { type Cabinet, type Luminaire, type Phase, phases } from './plan.ts'

export type LampState = 'healthy' | 'lamp-dead' | 'driver-dead' | 'dark'

/** A cabinet and its lamps, for any instant. */
export interface Lighting {
  isDark(at: Micros): boolean
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

interface Change {
  at: Micros
  luminaire: Luminaire
  state: LampState
}

export function lightingOf(cabinet: Cabinet, seed: number, scenario: Scenario, since: number): Lighting {
  const dusk = duskOf(cabinet.lag, since)
  const stream = mix(seed, hashText(cabinet.tag))
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
    const load = dusk.isDark(at) ? 0.5 : 0
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
    isDark: dusk.isDark,
    voltage,
    current(phase, at) {
      const n = phases.indexOf(phase)
      const sum = sumFor(at).phases[n]!
      const u = mains(at, n)
      const own = n === 0 ? OWN : 0
      if (!dusk.isDark(at)) return (sum.standby + own) / (u * 0.6)
      const sodium = sum.sodium * (u / 230) ** 1.6
      return sum.led / (u * POWER_FACTOR.LED) + sodium / (u * POWER_FACTOR['high-pressure-sodium']) + own / u
    },
    power(at) {
      const { phases: all } = sumFor(at)
      const dark = dusk.isDark(at)
      let watts = OWN
      for (const [n, sum] of all.entries()) {
        watts += dark ? sum.led + sum.sodium * (mains(at, n) / 230) ** 1.6 : sum.standby
      }
      return watts / 1000
    },
    energy(at) {
      let kWh = 0
      const begin = since * DAY
      for (const [i, sum] of sums.entries()) {
        const from = Math.max(begin, sum.at)
        const to = Math.min(at, sums[i + 1]?.at ?? at)
        if (to <= from) continue
        const lit = dusk.burnt(to) - dusk.burnt(from)
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
      if (state === 'lamp-dead') return dusk.isDark(at) ? 1.2 : STANDBY
      return dusk.isDark(at) ? luminaire.power * luminaire.spread : STANDBY
    },
    burnt(luminaire, at) {
      let sum = 0
      let from = since * DAY
      let healthy = true
      for (const change of changes.get(luminaire.tag) ?? []) {
        if (change.at > at) break
        if (healthy) sum += dusk.burnt(change.at) - dusk.burnt(from)
        healthy = change.state === 'healthy'
        from = change.at
      }
      return healthy ? sum + dusk.burnt(at) - dusk.burnt(from) : sum
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
  const faults = scenario.filter(
    (d) => d.kind === 'lamp-death' || d.kind === 'driver-death' || d.kind === 'cable-fault',
  )
  const changes = new Map<string, Change[]>()
  const cables = ofKind(scenario, 'cable-fault').filter((d) => d.asset === cabinet.tag)
  for (const luminaire of cabinet.luminaires) {
    const own = faults.filter((d) =>
      d.kind === 'cable-fault'
        ? cables.includes(d) && d.luminaires.includes(luminaire.tag)
        : d.asset === luminaire.tag,
    )
    if (own.length === 0) continue
    const at = [...new Set(own.flatMap((d) => (d.to === null ? [d.from] : [d.from, d.to])))].sort(
      (a, b) => a - b,
    )
    const stateAt = (t: Micros): LampState => {
      const on = own.filter((d) => isOn(d, t))
      if (on.some((d) => d.kind === 'cable-fault')) return 'dark'
      if (on.some((d) => d.kind === 'driver-death')) return 'driver-dead'
      return on.length > 0 ? 'lamp-dead' : 'healthy'
    }
    changes.set(
      luminaire.tag,
      at.map((t) => ({ at: t, luminaire, state: stateAt(t) })),
    )
  }
  return changes
}
