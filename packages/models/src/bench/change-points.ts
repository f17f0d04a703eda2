export interface Labelled {
  /** Local, `YYYY-MM-DD hh:mm:ss`. */
  time: string
  anomaly: boolean
  truth: boolean | null
  /** A labelled change point. */
  changed: boolean
}

const WINDOW_SECONDS = 60
/** Numenta's standard weights: a hit, a false one, a miss. */
const HIT = 1
const FALSE = -0.11
const MISS = -1

/**
 * Numenta score of change points over files, standard profile, 0 for saying nothing and 100 for perfect. A
 * prediction is where the answer flips; the first in the 60 s after a true change is worth the more the sooner.
 */
export function changePointScore(files: readonly (readonly Labelled[])[]): number {
  let total = 0
  let truths = 0
  for (const rows of files) {
    const times = rows.map((r) => Date.parse(`${r.time.replace(' ', 'T')}Z`) / 1000)
    const flips = rows.flatMap((r, i) => (i > 0 && r.anomaly !== rows[i - 1]!.anomaly ? [times[i]!] : []))
    const windows = windowsOf(rows.flatMap((r, i) => (r.changed ? [times[i]!] : [])))
    truths += windows.length
    const inside = new Set<number>()
    for (const { left, right } of windows) {
      const hits = flips.filter((t) => t >= left && t <= right)
      for (const t of hits) inside.add(t)
      total += hits.length > 0 ? worth(hits[0]!, left, right) : MISS
    }
    total += FALSE * flips.filter((t) => !inside.has(t)).length
  }
  const nothing = MISS * truths
  return (100 * (total - nothing)) / (HIT * truths - nothing)
}

/** Overlapping windows give way to the earlier one's end. */
function windowsOf(changes: readonly number[]): { left: number; right: number }[] {
  const windows = changes.map((t) => ({ left: t, right: t + WINDOW_SECONDS }))
  for (const [i, window] of windows.entries()) {
    const next = windows[i + 1]
    if (next && window.right >= next.left) next.left = window.right
  }
  return windows
}

function worth(at: number, left: number, right: number): number {
  const index = right > left ? Math.min(999, Math.trunc(((at - left) / (right - left)) * 1000)) : 0
  const x = -Math.PI / 2 + (Math.PI * index) / 999
  return (-(HIT - FALSE) / 2) * (Math.tanh(x) / Math.tanh(Math.PI / 2)) + (HIT - FALSE) / 2 + FALSE
}
