import type { Micros, Prediction, Silence, WorkOrder } from '@driftbild/core'
import type { AlarmThen, Stood } from '@driftbild/store'
import { shownOn, standsFor } from '../picture/known-facts.ts'
import { type Picture, stateOf, type WatchedAsset, type WatchedSignal } from '../picture/picture.ts'

/**
 * A municipality as it was at a past moment. The register is today's: nothing is kept of assets that are gone, and
 * one that is new was at rest.
 */
export interface Moment {
  at: Micros
  /** As it was then; undefined for a tag that is not in the register. */
  find(tag: string): WatchedAsset | undefined
  /** Those that had something to tell; all others were at rest. */
  told: ReadonlyMap<string, WatchedAsset>
  /** Those that stood open then, as they were. */
  orders: readonly WorkOrder[]
}

/** What is kept of a moment. */
export interface FactsThen {
  stood: ReadonlyMap<string, Stood>
  alarms: readonly AlarmThen[]
  predictions: readonly Prediction[]
  silences: readonly Pick<Silence, 'signals' | 'reason'>[]
  orders: readonly WorkOrder[]
}

/** Assets at a time; between them others have their turn. */
const SLICE = 500

/** Works out every asset's state at a moment; a generator, so that whoever drives it can pause. */
export function* createMoment(picture: Picture, at: Micros, facts: FactsThen): Generator<void, Moment> {
  const alarms = Map.groupBy(facts.alarms, ({ asset }) => asset)
  const predictions = new Map<string, number>()
  for (const prediction of facts.predictions) {
    for (const [tag, probability] of shownOn(picture, prediction)) {
      predictions.set(tag, Math.max(probability, predictions.get(tag) ?? 0))
    }
  }
  const silent = new Set(
    facts.silences.flatMap(({ reason, signals }) => (reason === 'removed' ? [] : signals)),
  )
  const underWork = new Set(
    facts.orders.flatMap(({ subject, state }) => (state === 'draft' ? [] : standsFor(picture, subject))),
  )
  const told = new Map<string, WatchedAsset>()
  let looked = 0
  for (const [tag, watched] of picture.assets) {
    if (++looked % SLICE === 0) yield
    const calls = alarms.get(tag) ?? []
    const prediction = predictions.get(tag) ?? null
    const isWorkedOn = underWork.has(tag)
    if (watched.signals.length === 0 && calls.length === 0 && prediction === null && !isWorkedOn) continue
    const then: WatchedAsset = {
      ...atRest(watched),
      signals: watched.signals.map((one) => signalThen(one, facts.stood, silent)),
      alarms: calls,
      prediction,
      underWork: isWorkedOn,
    }
    then.state = stateOf(then, null, { now: at, dataNow: at })
    told.set(tag, then)
  }
  return {
    at,
    told,
    orders: facts.orders,
    find(tag) {
      const watched = picture.assets.get(tag)
      return told.get(tag) ?? (watched && atRest(watched))
    },
  }
}

const atRest = (watched: WatchedAsset): WatchedAsset => ({
  ...watched,
  signals: [],
  alarms: [],
  prediction: null,
  underWork: false,
  state: 'normal',
})

function signalThen(
  { signal }: WatchedSignal,
  stood: FactsThen['stood'],
  silent: ReadonlySet<string>,
): WatchedSignal {
  const last = stood.get(signal.key)
  return {
    signal,
    latest: last ? { ...last, countsAt: last.time } : null,
    silent: silent.has(signal.key),
    stale: false,
  }
}
