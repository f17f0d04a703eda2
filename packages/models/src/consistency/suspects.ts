import { type Cause, type SeenCause, seenIn } from './causes.ts'
import type { PlantSeries } from './plant-series.ts'
import { VISIBLE } from './relation.ts'
import { VIOLATED, type View } from './watch-plant.ts'

/** A signal that explains what is inconsistent, and how it lies; or the plant itself when no instrument does. */
export interface Suspect {
  signal: string
  kind: 'frozen' | 'replayed' | 'altered' | 'driven'
  /** Share of the violations that this suspect explains and no earlier one did. */
  share: number
}

/** How often a view with a false member is violated, and how often one without. */
const WITH_FALSE = 0.6
const WITHOUT = 0.02
const SPEAKS_FOR = Math.log(WITH_FALSE / WITHOUT)
const SPEAKS_AGAINST = Math.log((1 - WITH_FALSE) / (1 - WITHOUT))
/** Power below which a member can't be what broke a view. */
const FAINT = 0.5
const MOST_SUSPECTS = 3
const WORTH_NAMING = 0.15

export interface Judged {
  suspects: Suspect[]
  /** What explains some of it better than any instrument that lies. */
  causes: Cause[]
}

/**
 * The signals that explain the violated views of some hours best, one after the other: a false signal disturbs what
 * it has a part in and nothing else, so the views that hold exonerate as much as the broken ones accuse.
 */
export function judgeSuspects(
  series: PlantSeries,
  views: readonly View[],
  from: number,
  to: number,
  { margin = MARGIN, causes = [] }: { margin?: number | undefined; causes?: readonly Cause[] } = {},
): Judged {
  // A drift view says again, later and smoother, what its relation said.
  const plain = views.filter((v) => v.kind !== 'drift')
  const counts = plain.map(({ departure }) => {
    let [broken, held] = [0, 0]
    for (let i = from; i <= to; i++) {
      const v = Math.abs(departure[i]!)
      if (v > VIOLATED) broken++
      else if (!Number.isNaN(v)) held++
    }
    return { broken, held }
  })
  const all = counts.reduce((sum, c) => sum + c.broken, 0)
  const open = plain.map((_, v) => v)
  const suspects: Suspect[] = []
  const signals = [...new Set(plain.flatMap((v) => [...v.members.keys()]))].filter((signal) =>
    moves(series.signals[signal]!, from - margin, to + margin),
  )
  const likeliest = () =>
    signals
      .filter((s) => !suspects.some((t) => t.signal === s))
      .map((signal) => ({ signal, ...explained(signal, open) }))
      .toSorted((a, b) => b.gain - a.gain)[0]
  const seen = causes.flatMap((cause) => seenIn(cause, series, plain, from, to) ?? [])
  const real = seen.filter((one) => gainOf(one) > 0 && gainOf(one) >= (likeliest()?.gain ?? 0))
  for (const { explained: by } of real)
    for (const [v, { broken }] of by) counts[v]!.broken = Math.max(0, counts[v]!.broken - broken)
  while (suspects.length < MOST_SUSPECTS) {
    const best = likeliest()
    if (!best || best.gain <= 0 || best.broken < WORTH_NAMING * all) break
    suspects.push({
      signal: best.signal,
      kind: kindOf(series, plain, best.signal, from, to),
      share: best.broken / all,
    })
    for (let k = open.length - 1; k >= 0; k--)
      if (plain[open[k]!]!.members.has(best.signal)) open.splice(k, 1)
  }
  return { suspects, causes: real.map(({ cause }) => cause) }

  function explained(signal: string, among: readonly number[]) {
    let [gain, broken] = [0, 0]
    for (const v of among) {
      const power = plain[v]!.members.get(signal)
      if (power === undefined || power < FAINT) continue
      broken += counts[v]!.broken
      gain += counts[v]!.broken * SPEAKS_FOR + counts[v]!.held * Math.min(1, power / VISIBLE) * SPEAKS_AGAINST
    }
    return { gain, broken }
  }
}

const gainOf = ({ explained }: SeenCause): number =>
  [...explained.values()].reduce(
    (gain, { broken, held }) => gain + broken * SPEAKS_FOR + held * SPEAKS_AGAINST,
    0,
  )

/** Hours around an event: what stands still before, during and after tells nothing of it; what stood still in it only is frozen. */
const MARGIN = 24

const moves = (column: Float64Array, from: number, to: number): boolean =>
  column.subarray(Math.max(0, from), to + 1).some((v, _, all) => v !== all[0])

/** Hours that a value that usually moves may stand, and that two stretches may agree by chance. */
const STANDS = 3
const REPEATS = 6

function kindOf(
  series: PlantSeries,
  views: readonly View[],
  signal: string,
  from: number,
  to: number,
): Suspect['kind'] {
  const column = series.signals[signal]!
  if (views.some((v) => v.kind === 'rule' && v.of === signal)) return 'driven'
  const usually = Math.max(longestStand(column, 0, from - 1), STANDS - 1)
  if (longestStand(column, from, to) > usually) return 'frozen'
  return repeatsEarlier(column, from, to) ? 'replayed' : 'altered'
}

function longestStand(column: Float64Array, from: number, to: number): number {
  let [run, longest] = [0, 0]
  for (let i = Math.max(1, from); i <= to; i++) {
    run = column[i] === column[i - 1] ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** Whether some hours of a stretch repeat earlier ones to the last digit, with at least half of the values distinct. */
function repeatsEarlier(column: Float64Array, from: number, to: number): boolean {
  for (let lag = 1; lag <= from; lag++) {
    let run = 0
    for (let i = from; i <= to; i++) {
      run = column[i] === column[i - lag] ? run + 1 : 0
      if (run >= REPEATS && new Set(column.subarray(i - run + 1, i + 1)).size >= run / 2) return true
    }
  }
  return false
}
