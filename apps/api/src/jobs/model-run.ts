import { type FaultMode, type Kommunkod, type Micros, matterName, type Prediction } from '@driftbild/core'
import {
  type Database,
  keepReplayState,
  rollupsBetween,
  saveForecast,
  savePredictions,
  saveState,
  type Tx,
  thresholdsByZone,
} from '@driftbild/store'
import { silentTogether } from '../attention/silent-together.ts'
import { gather, predictionEvidence } from '../faults/gather.ts'
import type { Picture } from '../picture/picture.ts'
import { mostRows, nameOf, type Watch } from './model-watch.ts'
import { readTold } from './read-told.ts'
import { dueBoundaries, planSteps, worthKeeping } from './step-plan.ts'
import type { Given, SpeakingRevision, SteppedResult, StepThread } from './step-thread.ts'

/** Roll-ups in one query at most: some 50 ms of the embedded engine. */
const ROWS_AT_ONCE = 5_000
/** Steps in one message to the thread, and in one transaction's predictions, at most. */
const STEPS_AT_ONCE = 250

export interface RunParts {
  db: Database
  thread: StepThread
  /** A prediction at least so sure is evidence of a fault. */
  faultFrom: (model: string) => number
}

/** The boundaries that a watch has not stepped over yet; of a long catch-up the first part. */
export const dueOf = ({ model, asOf }: Watch, zone: string, dataTo: Micros): Micros[] =>
  dueBoundaries((at) => model.boundary(at, zone), asOf!, dataTo, STEPS_AT_ONCE + 1)

/**
 * Steps a watch on by one slice: as many of the due boundaries as one short query can feed. True when more are
 * due. State, predictions, forecasts and the faults they speak for are stored in one transaction.
 */
export async function runSlice(
  { db, thread, faultFrom }: RunParts,
  code: Kommunkod,
  picture: Picture,
  watch: Watch,
  due: readonly Micros[],
  { revision, given, now }: { revision: SpeakingRevision | null; given: Given; now: Micros },
): Promise<boolean> {
  const { model, subject } = watch
  const from = watch.asOf!
  const boundaries = due.slice(0, Math.max(1, fitting(watch, from, due.slice(0, STEPS_AT_ONCE))))
  const last = boundaries.at(-1)
  if (last === undefined) return false
  const upToDate = boundaries.length === due.length
  const { byKey, told } = await db.transaction({ municipality: code, role: 'reader' }, async (tx) => ({
    byKey: await rollupsBetween(tx, watch.keys, model.resolution, from, last),
    told: subject.asks ? await readTold(tx, subject.asks, from) : null,
  }))
  // The newest step knows what has been told since its hour struck; those before it, only what had been.
  const knownBy = upToDate ? Math.max(last, now) : last
  const toldAt = told && ((at: Micros) => told(at === last ? knownBy : at))
  const series = Object.fromEntries(
    Object.entries(subject.signals).map(([name, key]) => [name, byKey[key] ?? []]),
  )
  const steps = planSteps(from, boundaries, series, model.resolution, toldAt)
  const start = watch.state ?? { value: model.init(subject.config) }
  const results = await thread.step({
    model: model.name,
    revision,
    config: subject.config,
    state: start,
    steps,
    given,
  })
  const { kept: changes, after } = worthKeeping(results, watch.said)
  const final = results.at(-1)!
  const kept = changes.filter((one) => one.asOf > (watch.spokenUntil ?? from) || (upToDate && one === final))
  await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
    let standing: Standing[] = []
    for (const result of kept) standing = await saveRun(tx, watch, result)
    for (const result of lastWords(kept)) {
      const before = results[results.indexOf(result) - 1]?.state ?? start.value
      await keepReplayState(tx, result.predictions[0]!.replay.stateHash, before)
    }
    if (upToDate) {
      for (const forecast of final.forecasts) await saveForecast(tx, forecast)
      const least = await leastSure(tx, watch, faultFrom)
      const together = silentTogether(picture)
      const sure = standing.filter(
        ({ prediction: { probability, kind, subject } }) =>
          probability >= least(kind) && !(kind === 'sensor-fault' && together.has(subject.tag)),
      )
      for (const one of sure) await gather(tx, predictionEvidence(picture, one, subject.zone))
    }
    const key = { model: model.name, version: watch.version, subject: subject.subject }
    await saveState(tx, key, { asOf: last, state: final.state })
  })
  watch.asOf = last
  watch.state = { value: final.state }
  watch.said = after
  return !upToDate
}

/** How sure a prediction must be to be evidence of a fault: of leaks each zone has its own threshold. */
async function leastSure(
  tx: Tx,
  { model, subject }: Watch,
  faultFrom: RunParts['faultFrom'],
): Promise<(kind: FaultMode) => number> {
  const usual = faultFrom(model.name)
  const own = subject.zone === null ? undefined : (await thresholdsByZone(tx)).get(subject.zone)
  return (kind) => (kind === 'leak' ? (own ?? usual) : usual)
}

/** How many of the boundaries one query can feed. */
function fitting(watch: Watch, from: Micros, boundaries: readonly Micros[]): number {
  const end = boundaries.findIndex((at) => mostRows(watch, at - from) > ROWS_AT_ONCE)
  return end === -1 ? boundaries.length : end
}

/** The runs that said the last of something: from what they started they can be asked again. */
function lastWords(runs: readonly SteppedResult[]): SteppedResult[] {
  const said = new Set<string>()
  return runs.toReversed().filter(({ predictions }) => {
    const fresh = predictions.map(matterName).filter((one) => !said.has(one))
    for (const one of fresh) said.add(one)
    return fresh.length > 0
  })
}

interface Standing {
  id: string
  prediction: Prediction
}

/** A run's answer replaces all that the model said before about what it covers. Gives what stands after it. */
async function saveRun(tx: Tx, watch: Watch, { asOf, predictions }: SteppedResult): Promise<Standing[]> {
  const said = Map.groupBy(predictions, (prediction) => nameOf(prediction.subject))
  const stands: Standing[] = []
  for (const subject of watch.subject.covers) {
    const name = nameOf(subject)
    const mine = said.get(name) ?? []
    if (mine.length === 0 && !watch.standing.has(name)) continue
    const { standing } = await savePredictions(tx, {
      model: watch.model.name,
      subject,
      asOf,
      predictions: mine,
    })
    stands.push(...standing)
    if (mine.length > 0) watch.standing.add(name)
    else watch.standing.delete(name)
  }
  return stands
}
