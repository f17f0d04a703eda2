import { DAY, HOUR, type Micros, signalKey } from '@driftbild/core'
import type { DistrictTag } from '../map/districts.ts'
import { type Random, randomOf } from '../random.ts'
import { pumpTag, stations } from '../sewer/stations.ts'
import type { Town } from '../town.ts'
import { inlets, WORKS } from '../water/trunk.ts'
import type { Disturbance } from './disturbance.ts'
import { drawCheckValves } from './draw-check-valves.ts'
import { drawCircuits } from './draw-circuits.ts'
import { drawHydrants } from './draw-hydrants.ts'
import { drawLevels } from './draw-levels.ts'
import { drawLights } from './draw-lights.ts'
import { drawOccasions } from './draw-occasions.ts'
import { drawPumpTroubles } from './draw-pump-troubles.ts'
import { drawQuality } from './draw-quality.ts'

/** How long after `to` the town goes on to have trouble, so that one who keeps watching sees some. */
const AHEAD = 30 * DAY

/** What is shared by all that draw: chance, the span, and a name for each disturbance. */
export interface Draw {
  town: Town
  random: Random
  from: Micros
  to: Micros
  /** An instant at a share of the span, somewhere between the two. */
  when(low: number, high: number): Micros
  name(kind: string): string
}

/**
 * What a town lives through between two instants, and for a month beyond. A span of two months holds everything
 * once at least: leaks that burst and that grow, a worn pump, a bearing, a pump that shakes, rags, a leaking seal, check valves that let back, dead lamps
 * and drivers, a broken cable, trouble in lighting cabinets, sensors that lie or fall silent, containers that fill, a flood; pipes are
 * flushed and there is a fire, which are nobody's fault; people meet; production stops and the river rises. The same seed draws the same.
 */
export function drawScenario(town: Town, seed: number, from: Micros, to: Micros): Disturbance[] {
  const random = randomOf(seed, `scenario of ${town.seed}`)
  const counts = new Map<string, number>()
  const draw: Draw = {
    town,
    random,
    from,
    to,
    when: (low, high) => Math.round((from + (to - from) * random.between(low, high)) / HOUR) * HOUR,
    name(kind) {
      const n = (counts.get(kind) ?? 0) + 1
      counts.set(kind, n)
      return `${kind}-${n}`
    },
  }
  const drawn: Disturbance[] = [
    ...drawLeaks(draw),
    ...drawPumps(draw),
    ...drawClogging(draw),
    ...drawLights(draw, AHEAD),
    ...drawSensors(draw),
    ...drawBins(draw),
    drawFlood(draw),
  ]
  drawn.push(
    ...drawCircuits(draw, seed, drawn),
    ...drawHydrants(draw, seed),
    ...drawLevels(draw, seed),
    ...drawQuality(draw, seed),
    ...drawPumpTroubles(draw, seed, drawn),
    ...drawOccasions(draw, seed),
    ...drawCheckValves(draw, seed, drawn),
  )
  return drawn.toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
}

const days = (n: number): number => Math.round(n * DAY)

/** m³/h that somebody would notice, by district. */
const sizes: Record<DistrictTag, [number, number]> = {
  MZ1: [3, 6.5],
  MZ2: [1.6, 3.6],
  MZ3: [2.4, 5],
  MZ4: [1.6, 3.6],
  MZ5: [0.7, 1.4],
  MZ6: [1.2, 2.6],
}

function drawLeaks(draw: Draw): Disturbance[] {
  const { random, to, when } = draw
  const [burst, growing, next, ...others] = random.shuffled([
    'MZ1',
    'MZ2',
    'MZ3',
    'MZ4',
    'MZ5',
    'MZ6',
  ] as const)
  const burstAt = when(0.3, 0.5)
  const growsFrom = when(0.62, 0.76)
  const nextAt = Math.round((to + AHEAD * random.between(0.1, 0.7)) / HOUR) * HOUR
  const leaks = [
    leakIn(draw, burst!, burstAt, burstAt + days(random.between(6, 12)), null),
    leakIn(draw, growing!, growsFrom, null, growsFrom + days(random.between(8, 18))),
    leakIn(draw, next!, nextAt, null, random.chance(0.5) ? null : nextAt + days(6)),
  ]
  if (random.chance(0.35)) {
    const at = when(0.05, 0.2)
    leaks.push(leakIn(draw, others[0]!, at, at + days(random.between(4, 9)), null))
  }
  return leaks
}

function leakIn(
  { town, random, name }: Draw,
  zone: DistrictTag,
  from: Micros,
  to: Micros | null,
  grownAt: Micros | null,
): Disturbance {
  const { network, pipes } = town.plan.water
  const own = network.links.filter((l) => pipes.get(l.id)?.district?.tag === zone && l.status !== 'closed')
  // Old iron first: three in four.
  const iron = own.filter((l) => pipes.get(l.id)!.material === 'cast-iron')
  const pipe = random.pick(iron.length > 3 && random.chance(0.75) ? iron : own)
  const size = Math.round(random.between(...sizes[zone]) * 100) / 100
  return { id: name('leak'), kind: 'leak', asset: pipe.id, junction: pipe.to, zone, size, grownAt, from, to }
}

function drawPumps({ random, from, to, when, name }: Draw): Disturbance[] {
  const [worn, failing] = random.shuffled(WORKS.pumps)
  const bearingFrom = when(0.5, 0.68)
  // So that the noise is plain by now and the limit is some days off.
  const added = random.between(2, 3.6)
  const growth = Math.max(2, (to - bearingFrom) / DAY / Math.log(1 + added / 0.35))
  return [
    {
      id: name('pump-wear'),
      kind: 'pump-wear',
      asset: worn!,
      from: from - days(20),
      to: null,
      loss: Math.round(random.between(0.13, 0.2) * 1000) / 1000,
      wornAt: to + days(15),
    },
    {
      id: name('bearing'),
      kind: 'bearing',
      asset: failing!,
      from: bearingFrom,
      to: null,
      growth: Math.round(growth * 100) / 100,
    },
  ]
}

function drawClogging({ random, to, when, name }: Draw): Disturbance[] {
  const [now, before, later] = random.shuffled(stations)
  const one = (tag: string, from: Micros, end: Micros | null, over: number): Disturbance => ({
    id: name('clogging'),
    kind: 'clogging',
    asset: tag,
    from,
    to: end,
    loss: Math.round(random.between(0.35, 0.55) * 100) / 100,
    cloggedAt: from + days(over),
  })
  const tagOf = (station: (typeof stations)[number]) => pumpTag(station, random.whole(1, 2))
  const cleared = when(0.25, 0.55)
  return [
    one(tagOf(before!), cleared, cleared + days(random.between(3, 6)), 2.5),
    one(tagOf(now!), when(0.86, 0.94), null, 6),
    one(tagOf(later!), to + days(random.between(3, 18)), null, 3),
  ]
}

function drawSensors({ town, random, from, to, when, name }: Draw): Disturbance[] {
  const [stuck, drifting, silent] = random.shuffled(town.plan.pressure)
  const meter = random.pick(inlets)
  const stuckFrom = when(0.5, 0.7)
  const spikesFrom = when(0.2, 0.45)
  const pressure = (tag: string) => ({ asset: tag, signal: signalKey(tag, 'pressure') })
  return [
    {
      ...pressure(stuck!.tag),
      id: name('sensor-stuck'),
      kind: 'sensor-stuck',
      from: stuckFrom,
      to: stuckFrom + days(random.between(3, 8)),
    },
    {
      ...pressure(drifting!.tag),
      id: name('sensor-drift'),
      kind: 'sensor-drift',
      from: when(0.35, 0.55),
      to: null,
      perDay: ((random.chance(0.5) ? 1 : -1) * Math.round(random.between(0.012, 0.03) * 1000)) / 1000,
    },
    {
      ...pressure(silent!.tag),
      id: name('sensor-drop-out'),
      kind: 'sensor-drop-out',
      from: when(0.9, 0.97),
      to: null,
    },
    {
      ...pressure(meter.tag),
      id: name('sensor-spike'),
      kind: 'sensor-spike',
      from: Math.max(from, spikesFrom),
      to: Math.min(to, spikesFrom + days(random.between(5, 10))),
      share: 0.012,
      height: random.chance(0.5) ? 3.2 : -3.2,
    },
  ]
}

function drawBins({ town, random, to, when, name }: Draw): Disturbance[] {
  const bins = random.shuffled(town.plan.waste.containers)
  const blocked = bins.slice(0, 2 + random.whole(0, 1))
  const busy = bins.slice(4, 9)
  return [
    ...blocked.map((bin, i): Disturbance => {
      const from = when(i === 0 ? 0.3 : 0.85, i === 0 ? 0.5 : 0.97)
      const fill = Math.round(random.between(0.91, 0.97) * 100) / 100
      return {
        id: name('bin-blocked'),
        kind: 'bin-blocked',
        asset: bin.tag,
        from,
        to: i === 0 ? from + days(9) : null,
        fill,
      }
    }),
    ...busy.map((bin, i): Disturbance => {
      const from = i < 3 ? when(0.4, 0.93) : to + days(random.between(1, 15))
      return {
        id: name('bin-busy'),
        kind: 'bin-busy',
        asset: bin.tag,
        from,
        to: from + days(random.between(10, 25)),
        factor: Math.round(random.between(1.7, 2.6) * 100) / 100,
      }
    }),
  ]
}

function drawFlood({ random, when, name }: Draw): Disturbance {
  const noon = Math.floor(when(0.3, 0.85) / DAY) * DAY + 9 * HOUR
  return {
    id: name('rain-overflow'),
    kind: 'rain-overflow',
    asset: 'RG1',
    // By day: the nightly cleaning of the sumps begins every day anew.
    from: noon,
    to: noon + Math.round(random.between(3, 4.5) * HOUR),
    depth: Math.round(random.between(48, 66)),
  }
}
