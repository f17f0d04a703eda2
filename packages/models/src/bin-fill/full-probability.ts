import { type BoostedTrees, treesAt } from '../common/boosted-trees.ts'
import { logit, sigmoid } from '../common/logistic.ts'
import { clamp } from '../common/statistics.ts'
import { FULL } from './config.ts'
import { type DayFactor, everyDayAlike } from './day-factor.ts'
import type { DayLevel } from './day-levels.ts'
import { type FillPath, fillPaths, type GeneralGains, reaches } from './fill-paths.ts'
import { fullFeatures } from './full-features.ts'
import { type Lean, leaning } from './lean.ts'

/** What many containers have taught; without trees a container's own past speaks alone. */
export interface FullArtefact {
  trainedOn: string
  /** Each gives log-odds from the features; their mean counts. */
  trees: readonly BoostedTrees[]
  general?: GeneralGains
}

/** Log-odds that the container is full after `ahead` days if nobody empties it, before its own lean. */
export function fullLogOdds(
  { trees, general }: FullArtefact,
  days: readonly DayLevel[],
  fill: number,
  ahead: number,
  factor: DayFactor = everyDayAlike,
): number {
  if (trees.length === 0) return pathLogOdds(fillPaths(days, fill, ahead, general, factor), ahead)
  const plain = forestLogOdds(trees, fullFeatures(days, fill, ahead))
  const today = days.at(-1)?.day ?? 0
  const isUsual = Array.from({ length: ahead }, (_, d) => factor.of(today + d)).every((one) => one === 1)
  if (isUsual) return plain
  return (
    plain +
    oddsMoved(fillPaths(days, fill, ahead, general, factor), fillPaths(days, fill, ahead, general), ahead)
  )
}

export const forestLogOdds = (trees: readonly BoostedTrees[], features: readonly number[]): number =>
  trees.reduce((sum, model) => sum + treesAt(model, features), 0) / trees.length

/**
 * How much likelier full is by paths that know of something than by those that don't, in log-odds: what the trees never
 * learnt is told them so.
 */
export const oddsMoved = (knowing: readonly FillPath[], plain: readonly FillPath[], ahead: number): number =>
  pathLogOdds(knowing, ahead) - pathLogOdds(plain, ahead)

const pathLogOdds = (paths: readonly FillPath[], ahead: number): number =>
  logit(clamp(reaches(paths, ahead, FULL), 0.005, 0.995))

export const fullProbability = (fill: number, logOdds: number, lean: Lean): number =>
  fill >= FULL - 1e-9 ? 0.999 : sigmoid(logOdds + leaning(lean))
