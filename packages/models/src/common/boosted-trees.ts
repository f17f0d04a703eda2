import { BINS, binColumn, binEdges } from './binned-column.ts'
import { randomSequence } from './random-sequence.ts'

/**
 * Gradient-boosted regression trees on binned columns (Friedman 2001; leaf-wise with histograms as in Ke et al. 2017).
 * Plain data, so that an artefact can hold it.
 */
export interface BoostedTrees {
  start: number
  roots: number[]
  /** Per node: the column asked, −1 for a leaf. */
  column: number[]
  /** A value up to this goes left. In a leaf: what it adds. */
  value: number[]
  /** The left child; the right one follows it. */
  left: number[]
}

export interface TreeOptions {
  /** What is made small: the mean squared error, the mean absolute error, or the log-loss of 0/1 targets. */
  loss: 'squared' | 'absolute' | 'logistic'
  trees: number
  rate: number
  leaves: number
  /** Least rows of a leaf. */
  leastRows: number
  /** Shares of rows and columns that each tree sees. */
  rowShare: number
  columnShare: number
  /** Rows' worth of doubt that draws a leaf towards 0. */
  ridge: number
  seed: number
}

/** Trees for `target` from columns of one length; `weight` of each row, or 1. */
export function growTrees(
  columns: readonly Float32Array[],
  target: Float32Array,
  options: TreeOptions,
  weight?: Float32Array,
): BoostedTrees {
  const rows = target.length
  const edges = columns.map(binEdges)
  const binned = columns.map((column, c) => binColumn(column, edges[c]!))
  const start = startOf(target, options.loss, weight)
  const answer = new Float64Array(rows).fill(start)
  const model: BoostedTrees = { start, roots: [], column: [], value: [], left: [] }
  const random = randomSequence(options.seed)
  const task: Task = {
    binned,
    edges,
    gradient: new Float64Array(rows),
    curvature: new Float64Array(rows),
    residual: options.loss === 'absolute' ? new Float64Array(rows) : null,
    weight: weight ?? null,
    options,
    space: [],
  }
  for (let tree = 0; tree < options.trees; tree++) {
    slopes(task, target, answer)
    const some = sample(rows, options.rowShare, random)
    const asked = [...sample(columns.length, options.columnShare, random)]
    growTree(model, task, some, asked)
    addTree(model, columns, answer, model.roots.length - 1)
  }
  return model
}

/** The model's answer (log-odds for the logistic loss) for one row. */
export function treesAt(model: BoostedTrees, row: ArrayLike<number>): number {
  const { column, value, left } = model
  let sum = model.start
  for (let node of model.roots) {
    while (column[node]! >= 0) node = row[column[node]!]! <= value[node]! ? left[node]! : left[node]! + 1
    sum += value[node]!
  }
  return sum
}

interface Task {
  binned: Uint8Array[]
  edges: Float32Array[]
  gradient: Float64Array
  curvature: Float64Array
  /** Target less answer, for leaves that are medians. */
  residual: Float64Array | null
  weight: Float32Array | null
  options: TreeOptions
  /** Histograms that are free to be used again. */
  space: Float64Array[]
}

interface Leaf {
  node: number
  rows: Int32Array
  histogram: Float64Array
  best: Split | null
}

interface Split {
  gain: number
  column: number
  bin: number
}

function slopes(task: Task, target: Float32Array, answer: Float64Array): void {
  const { gradient, curvature, residual, weight, options } = task
  for (let i = 0; i < target.length; i++) {
    const w = weight ? weight[i]! : 1
    const off = target[i]! - answer[i]!
    if (options.loss === 'logistic') {
      const p = 1 / (1 + Math.exp(-answer[i]!))
      gradient[i] = w * (target[i]! - p)
      curvature[i] = w * Math.max(1e-6, p * (1 - p))
    } else {
      gradient[i] = w * (options.loss === 'absolute' ? Math.sign(off) : off)
      curvature[i] = w
      if (residual) residual[i] = off
    }
  }
}

function growTree(model: BoostedTrees, task: Task, rows: Int32Array, asked: readonly number[]): void {
  const { options } = task
  const root = addNode(model)
  model.roots.push(root)
  const first: Leaf = { node: root, rows, histogram: histogramOf(task, rows, asked), best: null }
  first.best = bestSplit(task, first, asked)
  const leaves = [first]
  while (leaves.length < options.leaves) {
    let pick = -1
    for (const [i, leaf] of leaves.entries())
      if (leaf.best && (pick < 0 || leaf.best.gain > leaves[pick]!.best!.gain)) pick = i
    if (pick < 0) break
    const parent = leaves[pick]!
    const { column, bin } = parent.best!
    const [low, high] = partition(task.binned[column]!, bin, parent.rows)
    const left = addNode(model)
    addNode(model)
    model.column[parent.node] = column
    model.value[parent.node] = task.edges[column]![bin]!
    model.left[parent.node] = left
    // The larger side's histogram is what the smaller one leaves of the parent's.
    const small = low.length <= high.length ? low : high
    const smallHistogram = histogramOf(task, small, asked)
    const rest = parent.histogram
    subtract(rest, smallHistogram, asked)
    const [lowHistogram, highHistogram] = small === low ? [smallHistogram, rest] : [rest, smallHistogram]
    const children: Leaf[] = [
      { node: left, rows: low, histogram: lowHistogram, best: null },
      { node: left + 1, rows: high, histogram: highHistogram, best: null },
    ]
    for (const child of children) child.best = bestSplit(task, child, asked)
    leaves.splice(pick, 1, ...children)
  }
  for (const leaf of leaves) {
    model.value[leaf.node] = options.rate * leafValue(task, leaf.rows)
    task.space.push(leaf.histogram)
  }
}

function addNode(model: BoostedTrees): number {
  model.column.push(-1)
  model.value.push(0)
  model.left.push(-1)
  return model.column.length - 1
}

/** Per column and bin: sum of gradients, of curvatures, and rows. */
function histogramOf(task: Task, rows: Int32Array, asked: readonly number[]): Float64Array {
  const { gradient, curvature, binned } = task
  const out = task.space.pop() ?? new Float64Array(binned.length * BINS * 3)
  const n = rows.length
  const g = new Float64Array(n)
  const h = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    g[i] = gradient[rows[i]!]!
    h[i] = curvature[rows[i]!]!
  }
  for (const c of asked) {
    const bins = binned[c]!
    const from = c * BINS * 3
    out.fill(0, from, from + BINS * 3)
    for (let i = 0; i < n; i++) {
      const at = from + 3 * bins[rows[i]!]!
      out[at]! += g[i]!
      out[at + 1]! += h[i]!
      out[at + 2]! += 1
    }
  }
  return out
}

function subtract(from: Float64Array, part: Float64Array, asked: readonly number[]): void {
  for (const c of asked) {
    const end = (c + 1) * BINS * 3
    for (let j = c * BINS * 3; j < end; j++) from[j]! -= part[j]!
  }
}

function bestSplit(task: Task, leaf: Leaf, asked: readonly number[]): Split | null {
  const { leastRows, ridge } = task.options
  const n = leaf.rows.length
  if (n < 2 * leastRows) return null
  const { histogram } = leaf
  let best: Split | null = null
  for (const column of asked) {
    const from = column * BINS * 3
    let g = 0
    let h = 0
    for (let b = 0; b < BINS; b++) {
      g += histogram[from + 3 * b]!
      h += histogram[from + 3 * b + 1]!
    }
    const whole = (g * g) / (h + ridge)
    let gl = 0
    let hl = 0
    let nl = 0
    for (let bin = 0; bin < task.edges[column]!.length; bin++) {
      gl += histogram[from + 3 * bin]!
      hl += histogram[from + 3 * bin + 1]!
      nl += histogram[from + 3 * bin + 2]!
      if (nl < leastRows) continue
      if (n - nl < leastRows) break
      const gain = (gl * gl) / (hl + ridge) + ((g - gl) * (g - gl)) / (h - hl + ridge) - whole
      if (gain > 1e-9 && (!best || gain > best.gain)) best = { gain, column, bin }
    }
  }
  return best
}

function leafValue(task: Task, rows: Int32Array): number {
  const { ridge } = task.options
  if (task.residual) {
    const shrink = rows.length / (rows.length + ridge)
    const sorted = Float64Array.from(rows, (r) => task.residual![r]!).sort()
    return shrink * sorted[sorted.length >> 1]!
  }
  let g = 0
  let h = 0
  for (const r of rows) {
    g += task.gradient[r]!
    h += task.curvature[r]!
  }
  return g / (h + ridge)
}

function partition(bins: Uint8Array, bin: number, rows: Int32Array): [Int32Array, Int32Array] {
  let count = 0
  for (const r of rows) if (bins[r]! <= bin) count++
  const low = new Int32Array(count)
  const high = new Int32Array(rows.length - count)
  let l = 0
  let h = 0
  for (const r of rows) {
    if (bins[r]! <= bin) low[l++] = r
    else high[h++] = r
  }
  return [low, high]
}

function addTree(model: BoostedTrees, columns: readonly Float32Array[], answer: Float64Array, tree: number) {
  const { column, value, left } = model
  const root = model.roots[tree]!
  for (let i = 0; i < answer.length; i++) {
    let node = root
    while (column[node]! >= 0)
      node = columns[column[node]!]![i]! <= value[node]! ? left[node]! : left[node]! + 1
    answer[i]! += value[node]!
  }
}

function startOf(target: Float32Array, loss: TreeOptions['loss'], weight?: Float32Array): number {
  if (loss === 'absolute') return target.toSorted()[target.length >> 1] ?? 0
  let sum = 0
  let all = 0
  for (let i = 0; i < target.length; i++) {
    const w = weight ? weight[i]! : 1
    sum += w * target[i]!
    all += w
  }
  const mean = all > 0 ? sum / all : 0
  if (loss === 'squared') return mean
  const p = Math.min(1 - 1e-4, Math.max(1e-4, mean))
  return Math.log(p / (1 - p))
}

/** Indices in order, each drawn with the given chance; all of them for a share of 1. */
function sample(count: number, share: number, random: () => number): Int32Array {
  if (share >= 1) return Int32Array.from({ length: count }, (_, i) => i)
  const out = new Int32Array(count)
  let n = 0
  for (let i = 0; i < count; i++) if (random() < share) out[n++] = i
  return n > 0 ? out.slice(0, n) : Int32Array.of(Math.floor(random() * count))
}
