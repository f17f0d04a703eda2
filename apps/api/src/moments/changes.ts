import { type AssetState, assetStates, type Signal } from '@driftbild/core'
import { Change } from '../contract/index.ts'
import type { Latest, WatchedAsset } from '../picture/picture.ts'
import type { Moment } from './moment.ts'

export interface Changed {
  kind: Change
  before: WatchedAsset
  after: WatchedAsset
  values: ChangedValue[]
}

export interface ChangedValue {
  signal: Signal
  before: Latest | null
  after: Latest | null
  /** How much, of the instrument's range, or of the larger of both without one. */
  share: number
}

/** Less than this of its range a value does all the time. */
const WORTH_TELLING = 0.1

/** What differs between two moments, worst first: states by how far they moved, then values by how much. */
export function changesBetween(before: Moment, after: Moment): Changed[] {
  const changed: Changed[] = []
  for (const tag of new Set([...before.told.keys(), ...after.told.keys()])) {
    const [a, b] = [before.find(tag), after.find(tag)]
    if (!a || !b) continue
    const values = changedValues(a, b)
    const kind = rank(b.state) < rank(a.state) ? 'worse' : rank(b.state) > rank(a.state) ? 'better' : 'other'
    if (kind === 'other' && values.length === 0) continue
    changed.push({ kind, before: a, after: b, values })
  }
  return changed.sort(
    (a, b) =>
      Change.options.indexOf(a.kind) - Change.options.indexOf(b.kind) ||
      rank(a.after.state) - rank(b.after.state) ||
      (b.values[0]?.share ?? 0) - (a.values[0]?.share ?? 0),
  )
}

const rank = (state: AssetState): number => assetStates.indexOf(state)

/** Of measures and flags: what only ever grows differs between any two moments. */
function changedValues(before: WatchedAsset, after: WatchedAsset): ChangedValue[] {
  const values: ChangedValue[] = []
  for (const { signal, latest } of after.signals) {
    if (signal.kind.type === 'counter') continue
    const then = before.signals.find((one) => one.signal.key === signal.key)?.latest ?? null
    const share = shareOf(then?.value ?? null, latest?.value ?? null, signal.range)
    if (share >= WORTH_TELLING) values.push({ signal, before: then, after: latest, share })
  }
  return values.sort((a, b) => b.share - a.share)
}

function shareOf(a: number | null, b: number | null, range: readonly [number, number] | null): number {
  // What has no value on one side is a matter of quality, which the state tells.
  if (a === null || b === null || a === b) return 0
  const whole = range ? range[1] - range[0] : Math.max(Math.abs(a), Math.abs(b))
  return Math.abs(b - a) / whole
}
