import { type Micros, type Rollup, sunElevation } from '@driftbild/core'
import type { SeriesInputs } from '../model.ts'
import type { CabinetConfig } from './config.ts'

/** Whether lamps were fed in an hour: all of it, none of it, or both in turn; null where nothing tells. */
export type Feed = 'fed' | 'open' | 'mixed' | null

/** By the contactor where it is told, else by any phase drawing something. */
export function feedOf(config: CabinetConfig, inputs: SeriesInputs): (hour: Micros) => Feed {
  if (config.contactor) {
    const told = new Map((inputs.series.contactor ?? []).map((r) => [r.bucket, byContactor(r)]))
    return (hour) => told.get(hour) ?? null
  }
  const drawing = new Map<Micros, Feed>()
  for (const { input } of config.phases) {
    for (const r of inputs.series[input] ?? []) {
      if (r.maximum === null || r.minimum === null) continue
      if (r.minimum > DRAWN) drawing.set(r.bucket, 'fed')
      else if (drawing.get(r.bucket) !== 'fed') {
        const mixed = r.maximum > DRAWN || drawing.get(r.bucket) === 'mixed'
        drawing.set(r.bucket, mixed ? 'mixed' : 'open')
      }
    }
  }
  return (hour) => drawing.get(hour) ?? null
}

/** A: more than what waits. */
const DRAWN = 0.1

function byContactor({ minimum, maximum }: Rollup): Feed {
  if (minimum === null || maximum === null) return null
  if (minimum >= 1) return 'fed'
  return maximum < 1 ? 'open' : 'mixed'
}

export type Light = 'dark' | 'day' | 'between'

/** Lamps should burn while the sun is below the one, and have no reason to while it is above the other. */
const DARK_BELOW = -6
const DAY_ABOVE = 1.5

/** What the sun did in all of an hour, at the cabinet. */
export function lightOf({ position }: CabinetConfig, hour: Micros, length: number): Light | null {
  if (!position) return null
  const heights = [0, 0.5, 1].map((share) => sunElevation(hour + share * length, position))
  if (heights.every((h) => h < DARK_BELOW)) return 'dark'
  return heights.every((h) => h > DAY_ABOVE) ? 'day' : 'between'
}
