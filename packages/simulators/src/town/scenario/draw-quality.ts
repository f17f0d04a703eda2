import { DAY, HOUR, signalKey } from '@driftbild/core'
import type { qualityRoles } from '../quality/truths.ts'
import { randomOf } from '../random.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

/** Days between two cleanings of a station's instruments. */
const CLEANED_EVERY = 14

/**
 * What befalls water and those who watch it: foreign water that gets in, instruments that stick, drift, are put in
 * order and are cleaned. It has chance of its own, so that what else a seed brings stays what it was.
 */
export function drawQuality({ town, from, to, name }: Draw, seed: number): Disturbance[] {
  const random = randomOf(seed, `quality of ${town.seed}`)
  const when = (low: number, high: number) =>
    Math.round((from + (to - from) * random.between(low, high)) / HOUR) * HOUR
  const stations = random.shuffled(town.plan.quality)
  const districts = random.shuffled(town.plan.quality.filter(({ zone }) => zone !== null))
  const { links } = town.plan.water.network
  const intrusion = (n: number, at: number): Disturbance => {
    const { path, zone } = districts[n % districts.length]!
    const junction = path[Math.floor(path.length * random.between(0.25, 0.75))]!
    const pipe = links.find((one) => one.type === 'pipe' && (one.to === junction || one.from === junction))!
    const what = random.chance(0.5) ? ('surface-water' as const) : ('wastewater' as const)
    const strength = what === 'surface-water' ? random.between(0.04, 0.14) : random.between(0.015, 0.05)
    return {
      ...{ id: name('contamination'), kind: 'contamination', asset: pipe.id, junction, zone: zone!, what },
      ...{ strength: Math.round(strength * 1000) / 1000, from: at, to: at + random.whole(4, 16) * HOUR },
    }
  }
  const signal = (n: number, role: (typeof qualityRoles)[number]) => {
    const { tag } = stations[n % stations.length]!
    return { asset: tag, signal: signalKey(tag, role) }
  }
  const [stuckFrom, driftFrom, steppedAt] = [when(0.35, 0.7), when(0.3, 0.5), when(0.6, 0.9)]
  const cleanings = town.plan.quality.flatMap(({ tag }) => {
    const first = random.between(0, CLEANED_EVERY)
    const times = Math.floor(((to - from) / DAY - first) / CLEANED_EVERY) + 1
    return Array.from({ length: times }, (_, i): Disturbance => {
      const day = Math.floor(from / DAY + first) + i * CLEANED_EVERY
      const at = day * DAY + 8 * HOUR + random.whole(0, 20) * 900e6
      return {
        ...{ id: name('sensor-cleaning'), kind: 'sensor-cleaning', asset: tag },
        ...{ from: at, to: at + random.whole(25, 55) * 60e6 },
      }
    })
  })
  return [
    intrusion(0, when(0.28, 0.45)),
    intrusion(1, when(0.5, 0.7)),
    intrusion(2, when(0.78, 0.95)),
    {
      ...{ ...signal(0, 'turbidity'), id: name('sensor-stuck'), kind: 'sensor-stuck', from: stuckFrom },
      to: stuckFrom + random.whole(3, 7) * DAY,
    },
    {
      ...{ ...signal(1, 'free-chlorine'), id: name('sensor-drift'), kind: 'sensor-drift', from: driftFrom },
      ...{ to: driftFrom + 12 * DAY, perDay: -Math.round(random.between(0.006, 0.015) * 1e4) / 1e4 },
    },
    {
      ...{ ...signal(2, 'conductivity'), id: name('sensor-step'), kind: 'sensor-step', from: steppedAt },
      ...{ to: steppedAt + random.whole(4, 9) * DAY, by: random.chance(0.5) ? 4 : -4 },
    },
    ...cleanings,
  ]
}
