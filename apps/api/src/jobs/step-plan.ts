import {
  type Matter,
  type Micros,
  matterName,
  type Rollup,
  type RollupStep,
  rollupSteps,
} from '@driftbild/core'
import type { SeriesInputs, Told } from '@driftbild/models'

/** The instants after `asOf` at which a model steps, as far as the data has come; `most` at most. */
export function dueBoundaries(
  boundary: (after: Micros) => Micros,
  asOf: Micros,
  dataTo: Micros,
  most: number,
): Micros[] {
  const due: Micros[] = []
  let at = asOf
  while (due.length < most) {
    const next = boundary(at)
    if (next <= at) throw new Error(`a model's boundary after ${at} is ${next}, which is not after it`)
    if (next > dataTo) break
    due.push(next)
    at = next
  }
  return due
}

export interface PlannedStep {
  asOf: Micros
  inputs: SeriesInputs
}

/** Cuts roll-ups, oldest first and by input name, into the steps that each boundary ends. */
export function planSteps(
  asOf: Micros,
  boundaries: readonly Micros[],
  series: Readonly<Record<string, readonly Rollup[]>>,
  resolution: RollupStep,
  /** What had been told by a step; null for a model that asks for nothing. */
  told: ((at: Micros) => Told) | null = null,
): PlannedStep[] {
  const length = rollupSteps[resolution]
  const places = Object.fromEntries(Object.keys(series).map((name) => [name, 0]))
  let from = asOf
  return boundaries.map((to) => {
    const cut: Record<string, readonly Rollup[]> = {}
    for (const [name, rollups] of Object.entries(series)) {
      let start = places[name]!
      while (start < rollups.length && rollups[start]!.bucket < from) start++
      let end = start
      while (end < rollups.length && rollups[end]!.bucket + length <= to) end++
      cut[name] = rollups.slice(start, end)
      places[name] = end
    }
    const step = { asOf: to, inputs: { from, to, series: cut, ...(told && { told: told(to) }) } }
    from = to
    return step
  })
}

/** Which runs of a long catch-up are worth keeping: where what is expected changes, and the last. */
export function worthKeeping<T extends { predictions: readonly Matter[] }>(
  results: readonly T[],
  before: string,
): { kept: T[]; after: string } {
  let said = before
  const kept = results.filter((result, i) => {
    const now = result.predictions.map(matterName).sort().join('\n')
    const changed = now !== said
    said = now
    return changed || i === results.length - 1
  })
  return { kept, after: said }
}
