import { madScale, median } from '../common/statistics.ts'
import type { NightFlowConfig } from './config.ts'
import type { Night } from './nights.ts'

export interface PressureDrop {
  asset: string
  key: string
  /** Lower by this many m water column than before; negative when higher. */
  drop: number
  /** Standard deviation of `drop`. */
  spread: number
}

/** Nights after the start that the comparison takes: a growing leak shows most in the newest. */
const NEWEST = 5
const MOST = 12

/**
 * How far each pressure sensor's nights lie below those before the leak began, against the zone's other sensors:
 * tower and pumps move them all.
 */
export function pressureDrops(
  config: NightFlowConfig,
  nights: readonly Night[],
  start: number,
): (PressureDrop | null)[] {
  const relative = (night: Night, p: number): number | null => {
    const others = night.pressures.filter((v, i) => i !== p && v !== null).map((v) => v!)
    const own = night.pressures[p] ?? null
    if (own === null) return null
    return others.length > 0 ? own - median(others)! : own
  }
  return config.pressures.map((sensor, p) => {
    const values = (part: readonly Night[]) =>
      part
        .filter((n) => !n.leak)
        .map((n) => relative(n, p))
        .filter((v) => v !== null)
    const before = values(nights.slice(Math.max(0, start - 21), start))
    const after = values(nights.slice(start)).slice(-NEWEST)
    if (before.length < 5 || after.length === 0) return null
    const noise = Math.max(0.005, madScale(before)!)
    return {
      asset: sensor.asset,
      key: sensor.key,
      drop: median(before)! - median(after)!,
      spread: 1.25 * noise * Math.sqrt(1 / before.length + 1 / after.length),
    }
  })
}

/**
 * Pipes by how well a leak there explains the drops: the leak's water loses head on its way from the inlet, and a
 * sensor feels the part of that way that it shares. The strength is unknown and all sensors may have moved
 * together. Longer pipes are likelier to hold a leak. Nothing is said with fewer than two sensors: one number
 * can't point.
 */
export function rankPipes(
  config: NightFlowConfig,
  drops: readonly (PressureDrop | null)[],
  most = MOST,
): { asset: string; probability: number }[] {
  const used = drops.flatMap((d, s) => (d ? [{ ...d, s }] : []))
  if (used.length < 2 || config.pipes.length === 0) return []
  const scores = config.pipes.map((pipe) => {
    const pattern = used.map((d) => pipe.shared[d.s]!)
    return { asset: pipe.tag, log: Math.log(Math.max(1, pipe.length)) - 0.5 * leastSquares(pattern, used) }
  })
  const top = Math.max(...scores.map((s) => s.log))
  const total = scores.reduce((sum, s) => sum + Math.exp(s.log - top), 0)
  return scores
    .map((s) => ({ asset: s.asset, probability: Math.exp(s.log - top) / total }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, most)
}

/** Weighted squares left by drop = strength·pattern + shared, strength ≥ 0. The pattern is itself a guess: 20 %. */
function leastSquares(pattern: readonly number[], drops: readonly PressureDrop[]): number {
  const largest = Math.max(...drops.map((d) => Math.abs(d.drop)))
  const weights = drops.map((d) => 1 / (d.spread ** 2 + (0.2 * largest) ** 2))
  const sum = (f: (i: number) => number) => drops.reduce((total, _, i) => total + weights[i]! * f(i), 0)
  const w = sum(() => 1)
  const meanPattern = sum((i) => pattern[i]!) / w
  const meanDrop = sum((i) => drops[i]!.drop) / w
  const varying = sum((i) => (pattern[i]! - meanPattern) ** 2)
  const together = sum((i) => (pattern[i]! - meanPattern) * (drops[i]!.drop - meanDrop))
  const strength = varying > 1e-9 ? Math.max(0, together / varying) : 0
  return sum((i) => (drops[i]!.drop - meanDrop - strength * (pattern[i]! - meanPattern)) ** 2)
}
