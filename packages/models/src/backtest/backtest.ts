import {
  DAY,
  type FaultMode,
  faultModes,
  type Micros,
  ordinalOf,
  type Prediction,
  type Register,
  type Subject,
  sameSubject,
} from '@driftbild/core'
import type { Model } from '../model.ts'
import { drive, type SeriesSource } from './drive.ts'
import { type ForecastQuestion, type PinballSum, scoreForecasts } from './forecast-score.ts'
import { type Answered, brier } from './scores.ts'
import type { TruthEvent } from './truth.ts'

export interface BacktestOptions {
  from: Micros
  to: Micros
  zone: string
  /** Probability from which a prediction counts as an alarm. */
  threshold?: number
  /** Before this nothing is scored: the models are still learning what is normal. */
  scoredFrom?: Micros
  /** How long before the fault a warning counts: nothing for what is happening, the horizon for what is coming. */
  lead?: number
  /** How long after the end an alarm that still stands is forgiven. */
  grace?: number
  /** Kinds that the model answers for; its own kind if absent. */
  kinds?: readonly FaultMode[]
  /**
   * Says what was true of a subject at a step where events can't; null leaves the answer out. A container that is
   * emptied in time shows nothing about one that would not have been.
   */
  happened?: (subject: Subject, kind: FaultMode, asOf: Micros) => boolean | null
  /** Every nth step's forecast is scored; none without. */
  forecastEvery?: number
  /** What the forecasts of a signal are scored as; all together if absent. */
  forecastAs?: (signal: string) => ForecastQuestion
  /** What came of a forecast, by time; its signal's own roll-ups if absent. */
  measured?: (signal: string, from: Micros, to: Micros) => ReadonlyMap<Micros, number | null>
  /** By the hash of a subject's drawing, as `prepareAll` gives it. */
  prepared?: ReadonlyMap<string, unknown>
}

export interface Episode {
  subject: Subject
  kind: FaultMode
  from: Micros
  to: Micros
  /** Highest probability in it. */
  probability: number
  first: Prediction
  /** The newest of it. */
  last: Prediction
  /** What it said that its evidence points to, step by step; null where it said nothing of that. */
  pointedTo: (string | null)[]
  matched: TruthEvent | null
}

export interface BacktestResult {
  model: string
  subjects: number
  subjectYears: number
  steps: number
  events: number
  found: number
  precision: number | null
  recall: number | null
  falseAlarmsPerYear: number
  hoursToDetection: number | null
  /** Faults found whose place is known, and those of them where it was among the candidates. */
  placed: { of: number; named: number }
  brier: number
  forecasts: ForecastResult[]
  episodes: Episode[]
  answers: (Answered & { kind: FaultMode })[]
}

export interface ForecastResult {
  name: string
  /** Mean quantile loss in the signals' units, and share of truths within the outer quantiles. */
  pinball: number
  coverage: number
}

/** Drives the model over every subject it finds in the register, and scores what it said against what was. */
export function backtest<C, S>(
  model: Model<C, S>,
  register: Register,
  source: SeriesSource,
  truth: readonly TruthEvent[],
  options: BacktestOptions,
): BacktestResult {
  const { threshold = 0.5, lead = 0, grace = 2 * DAY, scoredFrom = options.from } = options
  const kinds = options.kinds ?? [model.kind]
  const subjects = model.subjects(register)
  const covered = subjects.flatMap((s) => s.covers)
  const events = truth.filter(
    (e) =>
      kinds.includes(e.kind) &&
      covered.some((s) => sameSubject(s, e.subject)) &&
      (e.to ?? Infinity) > scoredFrom &&
      e.from - lead < options.to,
  )
  const episodes: Episode[] = []
  const answers: BacktestResult['answers'] = []
  const losses = new Map<string, PinballSum>()
  let steps = 0

  for (const subject of subjects) {
    const open = new Map<string, { episode: Episode; last: number }>()
    for (const step of drive(model, subject, source, options)) {
      steps++
      if (step.asOf < scoredFrom) continue
      const said = step.predictions.filter((p) => kinds.includes(p.kind))
      for (const about of subject.covers) {
        for (const kind of kinds) {
          const happened = options.happened
            ? options.happened(about, kind, step.asOf)
            : dueNow(
                events.filter((e) => e.kind === kind && sameSubject(e.subject, about)),
                step.asOf,
                lead,
              )
          if (happened === null) continue
          const own = said.filter((p) => p.kind === kind && sameSubject(p.subject, about))
          answers.push({ kind, probability: Math.max(0, ...own.map((p) => p.probability)), happened })
        }
      }
      for (const prediction of said.filter((p) => p.probability >= threshold)) {
        const { family } = faultModes[prediction.kind]
        const name = `${prediction.subject.tag} ${family} ${ordinalOf(prediction)}`
        const running = open.get(name)
        // A day's silence in between doesn't make it another alarm.
        if (running && steps - running.last <= 3) {
          running.last = steps
          running.episode.to = step.asOf
          running.episode.last = prediction
          running.episode.pointedTo.push(pointedTo(prediction))
          running.episode.probability = Math.max(running.episode.probability, prediction.probability)
        } else {
          const { subject: about, kind, probability } = prediction
          const episode = {
            subject: about,
            kind,
            from: step.asOf,
            to: step.asOf,
            probability,
            first: prediction,
            last: prediction,
            pointedTo: [pointedTo(prediction)],
            matched: null,
          }
          open.set(name, { episode, last: steps })
          episodes.push(episode)
        }
      }
      if (options.forecastEvery && steps % options.forecastEvery === 0) {
        const measured =
          options.measured ??
          ((signal, from, to) =>
            new Map(source.rollups(signal, model.resolution, from, to).map((r) => [r.bucket, r.average])))
        scoreForecasts(losses, step.forecasts, measured, options.to, options.forecastAs)
      }
    }
  }
  const meets = (p: Episode, e: TruthEvent): boolean =>
    faultModes[e.kind].family === faultModes[p.kind].family &&
    sameSubject(e.subject, p.subject) &&
    p.to >= e.from - lead &&
    p.from <= (e.to ?? Infinity) + grace
  // Of several that stand at once at one subject each needs a fault of its own.
  const isTaken = (e: TruthEvent, by: Episode) =>
    episodes.some((p) => p !== by && p.matched === e && p.from <= by.to && by.from <= p.to)
  for (const episode of episodes)
    episode.matched = events.find((e) => meets(episode, e) && !isTaken(e, episode)) ?? null
  const found = events.filter((e) => episodes.some((p) => meets(p, e)))
  // An alarm that already stood for something else tells nothing of how soon this was seen.
  const delays = found.flatMap((e) => {
    const first = Math.min(...episodes.filter((p) => meets(p, e)).map((p) => p.from))
    return first >= e.from - lead ? [Math.max(0, first - e.from)] : []
  })
  const wrong = episodes.filter((e) => !e.matched).length
  const subjectYears = (subjects.length * (options.to - scoredFrom)) / (365.25 * DAY)
  return {
    model: model.name,
    subjects: subjects.length,
    subjectYears,
    steps,
    events: events.length,
    found: found.length,
    precision: episodes.length > 0 ? 1 - wrong / episodes.length : null,
    recall: events.length > 0 ? found.length / events.length : null,
    falseAlarmsPerYear: wrong / subjectYears,
    hoursToDetection:
      delays.length > 0 ? delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]! / 3_600e6 : null,
    placed: placedOf(episodes),
    brier: brier(answers),
    forecasts: [...losses]
      .filter(([, sum]) => sum.points > 0)
      .map(([name, { loss, n, inside, points }]) => ({ name, pinball: loss / n, coverage: inside / points })),
    episodes,
    answers,
  }
}

function pointedTo({ evidence }: Prediction): string | null {
  const said = evidence.find(({ sentence }) => sentence.code === 'failure-points-to')
  return typeof said?.sentence.params.mode === 'string' ? said.sentence.params.mode : null
}

function placedOf(episodes: readonly Episode[]): BacktestResult['placed'] {
  const placed = episodes.filter((one) => one.matched?.asset !== undefined)
  const named = placed.filter(({ last, matched }) =>
    last.candidates.some((candidate) => candidate.asset === matched!.asset),
  )
  return { of: placed.length, named: named.length }
}

/**
 * Whether a fault is on at a step, or within the lead; null on the day after one ended, whose readings are mostly
 * from before the repair.
 */
function dueNow(events: readonly TruthEvent[], asOf: Micros, lead: number): boolean | null {
  if (events.some((e) => e.from - lead <= asOf && asOf <= (e.to ?? Infinity))) return true
  return events.some((e) => e.to !== null && e.to < asOf && asOf - e.to < DAY) ? null : false
}
