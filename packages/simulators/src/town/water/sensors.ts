import type { Junction } from '@driftbild/network'
import { districts } from '../map/districts.ts'
import { distance, type XY } from '../map/plane.ts'
import { isWater } from '../map/terrain.ts'
import type { WaterLayout } from './water-layout.ts'

export interface PressurePlace {
  tag: string
  junction: string
  at: XY
  zone: string
  street: string
  elevation: number
}

/** Sensors of each district: far from its meter and from each other, where a leak shows. */
const COUNT: Record<string, number> = { MZ1: 4, MZ2: 3, MZ3: 3, MZ4: 2, MZ5: 1, MZ6: 1 }

export function placeSensors(layout: WaterLayout): PressurePlace[] {
  const junctions = layout.network.nodes.filter((n): n is Junction => n.type === 'junction')
  const streetOf = (junction: string): string => {
    const pipe = layout.network.links.find((l) => l.from === junction || l.to === junction)
    return (pipe && layout.pipes.get(pipe.id)?.street) ?? ''
  }
  const closed = layout.network.links.filter((l) => l.status === 'closed')
  const beside = new Set(closed.flatMap((l) => [l.from, l.to]))
  const places: PressurePlace[] = []
  for (const district of districts) {
    // Neither at a closed valve nor under a bridge.
    const own = junctions.filter(
      (n) =>
        layout.junctions.get(n.id)?.tag === district.tag &&
        !n.id.startsWith('QM') &&
        !beside.has(n.id) &&
        !isWater(n.position!),
    )
    const taken = layout.meters
      .filter((m) => m.inlet.district === district.tag)
      .map((m) => junctions.find((n) => n.id === m.junction)!.position!)
    for (let i = 0; i < COUNT[district.tag]!; i++) {
      const away = (n: Junction) => Math.min(...taken.map((t) => distance(t, n.position!)))
      const next = own.reduce((best, n) => (away(n) > away(best) ? n : best))
      taken.push(next.position!)
      places.push({
        tag: `TG${String(places.length + 1).padStart(2, '0')}`,
        junction: next.id,
        at: next.position!,
        zone: district.tag,
        street: streetOf(next.id),
        elevation: next.elevation,
      })
    }
  }
  return places
}
