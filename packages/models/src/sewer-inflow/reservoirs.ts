/**
 * Rain on its way to the station: linear reservoirs side by side (Nash 1957 with one reservoir each), from gutters to
 * wet ground. Each remembers the rain for so many hours.
 */
export const MEMORIES = [0.7, 2.5, 9, 30] as const
/** What arrives within hours comes from roofs and streets; the rest seeps. */
export const QUICK = 3

const kept = MEMORIES.map((hours) => Math.exp(-1 / hours))

/** mm/h that leave each reservoir. */
export type Draining = number[]

export const DRAINED: Draining = MEMORIES.map(() => 0)

export const drainAfter = (before: Draining, rain: number): Draining =>
  before.map((out, k) => kept[k]! * out + (1 - kept[k]!) * rain)

/** What drains in each hour of a series of rain, mm/h; an hour without a reading counts as dry. */
export function drainings(rain: readonly (number | null)[]): Draining[] {
  let state = DRAINED
  return rain.map((mm) => {
    state = drainAfter(state, mm ?? 0)
    return state
  })
}

/** m³/h from so many m² that drain into each reservoir. */
export const responseTo = (areas: readonly number[], draining: Draining): number =>
  draining.reduce((sum, mm, k) => sum + (mm * areas[k]!) / 1000, 0)

const ROUNDS = 60
/** m³/h beyond which a residual pulls no harder. */
const SOFT = 2

/** m² behind each reservoir, none negative, from what came beyond the dry flow (m³/h). Huber's loss, by coordinates. */
export function fitAreas(rows: readonly { draining: Draining; excess: number }[], scale: number): number[] {
  const areas = MEMORIES.map(() => 0)
  for (let round = 0; round < ROUNDS; round++) {
    const errors = rows.map((r) => r.excess - responseTo(areas, r.draining))
    const weights = errors.map((e) => Math.min(1, (SOFT * scale) / Math.max(Math.abs(e), 1e-9)))
    for (const k of areas.keys()) {
      let [gradient, curvature] = [0, 0]
      for (const [i, { draining }] of rows.entries()) {
        const x = draining[k]! / 1000
        gradient += weights[i]! * x * errors[i]!
        curvature += weights[i]! * x * x
      }
      if (curvature === 0) continue
      const moved = Math.max(0, areas[k]! + gradient / curvature) - areas[k]!
      areas[k]! += moved
      for (const [i, { draining }] of rows.entries()) errors[i]! -= (moved * draining[k]!) / 1000
    }
  }
  return areas
}
