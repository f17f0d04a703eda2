import { HOUR, type Micros } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import { onePerAsset } from '../common/sensor-faults.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type PlantConfig, plantSubjects } from './config.ts'
import { findEvents, type InconsistentEvent } from './inconsistent-events.ts'
import { learntOf } from './learnt-plant.ts'
import { appendPlantHours, type Doubted, type PlantHours, plantSeries } from './plant-hours.ts'
import { signalsOf } from './relation.ts'
import type { Suspect } from './suspects.ts'
import { VIOLATED, type View, watchPlant, worstOf } from './watch-plant.ts'

export interface PlantState {
  config: PlantConfig
  hours: PlantHours
  doubted: Doubted
}

const KEPT_HOURS = 56 * 24
/** Looked at again each day: what drifts shows only over days. */
const WATCHED_HOURS = 14 * 24
/** An event is told while it goes on, and on the day that it ended. */
const NEW_HOURS = 24
const HORIZON = 7 * 24 * HOUR
const MOST_PAIRS = 2

/** Which instruments of a waterworks can't be right, by what hangs together; a real event breaks no physics. */
export const plantConsistency = plantConsistencyWith(speechOf(calibration))

export function plantConsistencyWith(speech: Speech): Model<PlantConfig, PlantState> {
  const identity = { name: 'consistency', version: '1.1.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'sensor-fault',
    task: 'consistency',
    resolution: '1h',
    boundary: (after, zone) => nextLocalHour(after, zone, [5]),
    subjects: plantSubjects,
    init: (config) => ({ config, hours: { start: 0, values: {} }, doubted: {} }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const states = new Set(config.states)
      const keys = signalsOf(config.relations)
      const hours = appendPlantHours(state.hours, inputs.series, { keys, states, to: asOf, keep: KEPT_HOURS })
      const end = hours.start + hours.values[keys[0]!]!.length
      const learnt = learntOf(config, hours, state.doubted)
      const from = Math.max(hours.start, end - WATCHED_HOURS)
      const series = plantSeries(hours, from, end)
      const views = learnt ? watchPlant(series, learnt) : []
      const events =
        views.length === 0
          ? []
          : findEvents(series, views, worstOf(views), VIOLATED, {
              margin: WATCHED_HOURS,
              causes: config.causes,
            }).filter(({ to }) => from + to >= end - NEW_HOURS)
      const found = events.flatMap((event) =>
        event.suspects.flatMap((suspect) => findingOf(config, views, { event, suspect, from, asOf }) ?? []),
      )
      return {
        state: { config, hours, doubted: doubtedBy(state.doubted, events, from, hours.start) },
        forecasts: [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, 'sensor-fault', onePerAsset(found)),
        ),
      }
    },
  }
}

interface Accused {
  event: InconsistentEvent
  suspect: Suspect
  /** The hour since 1970 that the views begin at. */
  from: number
  asOf: Micros
}

function findingOf(
  config: PlantConfig,
  views: readonly View[],
  { event, suspect, from, asOf }: Accused,
): Finding | null {
  const { signal, kind, share } = suspect
  const asset = config.judged[signal]
  if (!asset) return null
  const within = (view: View) =>
    view.departure
      .subarray(event.from, event.to + 1)
      .reduce((n, v) => n + (Math.abs(v) > VIOLATED ? 1 : 0), 0)
  const plain = views.filter((view) => view.kind !== 'drift')
  const broken = plain
    .filter((view) => view.members.has(signal))
    .map((view) => ({ view, hours: within(view) }))
    .filter(({ hours }) => hours > 0)
    .toSorted((a, b) => b.hours - a.hours)
  const lasted = broken[0]?.hours ?? 0
  const holding = plain.filter((view) => !view.members.has(signal) && within(view) === 0).length
  const since = (from + event.from) * HOUR
  const others = broken.flatMap(({ view, hours }) => {
    const other = [...view.members.keys()].find(
      (member) => member !== signal && !config.states.includes(member),
    )
    return other === undefined ? [] : [{ other, hours }]
  })
  return {
    ...{ subject: { type: 'asset', tag: asset }, kind: 'sensor-fault' },
    // An hour may be a hiccup; a day is none.
    probability: share * (1 - 0.7 * 0.85 ** lasted),
    when: { from: since - HOUR, likely: since, to: since + HOUR },
    horizon: asOf + HORIZON,
    reasons: [
      {
        weight: 2,
        sentence: sentence(said[kind], { signal, hours: lasted }),
        chart: { signal, from: since - 3 * 24 * HOUR, to: asOf, expected: null },
      },
      ...others.slice(0, MOST_PAIRS).map(({ other, hours }) => ({
        weight: 1,
        sentence: sentence('plant-signals-disagree', { signal: other, hours }),
        chart: { signal: other, from: since - 3 * 24 * HOUR, to: asOf, expected: null },
      })),
      {
        weight: round(0.2 * Math.sqrt(holding), 3),
        sentence: sentence('plant-others-hold', { count: holding }),
      },
    ],
  }
}

const said = {
  frozen: 'plant-signal-frozen',
  replayed: 'plant-signal-replayed',
  altered: 'plant-signal-altered',
  driven: 'plant-signal-altered',
} as const satisfies Record<Suspect['kind'], string>

/** With the hours in which each named signal lied, or something real moved it: nothing is learnt of them. Those that are no longer kept go. */
function doubtedBy(
  doubted: Doubted,
  events: readonly InconsistentEvent[],
  from: number,
  start: number,
): Doubted {
  const next: Record<string, [number, number][]> = {}
  const add = (signal: string, first: number, last: number) => {
    if (last < start) return
    const spans = next[signal] ?? []
    next[signal] = spans
    const open = spans.at(-1)
    if (open && first <= open[1] + 1) open[1] = Math.max(open[1], last)
    else spans.push([first, last])
  }
  for (const [signal, spans] of Object.entries(doubted)) for (const [a, b] of spans) add(signal, a, b)
  for (const event of events)
    for (const signal of [
      ...event.suspects.map((one) => one.signal),
      ...event.causes.flatMap(({ moves }) => moves.map(({ of }) => of)),
    ])
      add(signal, from + event.from, from + event.to)
  return next
}
