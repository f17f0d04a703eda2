import { type Fault, faultModes, type Micros, type ValveCondition } from '@driftbild/core'
import {
  findPrediction,
  openLeakSearches,
  type StoredPrediction,
  saveLeakSearch,
  type Tx,
  valveConditions,
} from '@driftbild/store'
import type { LeakSearch } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { leakSearch, planOf, seenLeak } from './leak-search.ts'

interface Doer {
  by: string
  at: Micros
}

/**
 * Makes what an order's crew takes along: of the likeliest suspicion that stands, else of the pipe at
 * which somebody saw a leak. Null where there is neither.
 */
export async function takeAlong(
  tx: Tx,
  picture: Picture,
  order: string,
  fault: Fault,
  { by, at }: Doer,
): Promise<LeakSearch | null> {
  if (faultModes[fault.mode].family !== 'leak') return null
  const conditions = await valveConditions(tx)
  const standing = (await suspicionsOf(tx, fault)).filter((one) => one.standing)
  const searches = standing.map((one) => leakSearch(picture, one, conditions))
  const seen = fault.evidence.map(({ subject }) => seenLeak(picture, subject.tag, conditions))
  const body = [...searches, ...seen].find((one) => one !== null) ?? null
  if (body) await saveLeakSearch(tx, { order, prediction: body.prediction, body, madeAt: at, by })
  return body
}

/** Leak predictions that speak, or spoke, for a fault, the likeliest first; those that stand before those that don't. */
export async function suspicionsOf(tx: Tx, fault: Fault): Promise<StoredPrediction[]> {
  const found: StoredPrediction[] = []
  for (const { id, source } of fault.evidence) {
    const stored = source === 'prediction' ? await findPrediction(tx, id) : null
    if (stored?.prediction.kind === 'leak') found.push(stored)
  }
  return found.sort(
    (a, b) => Number(b.standing) - Number(a.standing) || b.prediction.probability - a.prediction.probability,
  )
}

/** A valve turned out to be other than thought: the plans of open orders that name it are made again. */
export async function replanOrders(
  tx: Tx,
  picture: Picture,
  valve: string,
  { by, at }: Doer,
): Promise<string[]> {
  const conditions = await valveConditions(tx)
  const changed: string[] = []
  for (const { order, prediction, body } of await openLeakSearches(tx)) {
    const search = body as LeakSearch
    if (!search.stops.some(({ plan }) => names(plan, valve))) continue
    await saveLeakSearch(tx, {
      order,
      prediction,
      body: replanned(picture, search, conditions),
      madeAt: at,
      by,
    })
    changed.push(order)
  }
  return changed
}

const names = ({ close, passed }: LeakSearch['stops'][number]['plan'], valve: string): boolean =>
  [...close, ...passed].some(({ tag }) => tag === valve) ||
  close.some(({ instead }) => instead?.close.includes(valve))

/** The same way with the plans as they are now; a pipe that is no longer there keeps its old one. */
function replanned(
  picture: Picture,
  search: LeakSearch,
  conditions: ReadonlyMap<string, { condition: ValveCondition }>,
): LeakSearch {
  return {
    ...search,
    stops: search.stops.map((stop) => ({
      ...stop,
      plan: picture.assets.has(stop.tag) ? planOf(picture, stop.tag, conditions) : stop.plan,
    })),
  }
}
