import type { Micros, Prediction, Register, Sentence } from '@driftbild/core'
import { hashOf } from '../common/hash.ts'
import { type Finding, predictionsOf, replayOf, round } from '../common/prediction.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import type { Model, ModelSubject, SeriesInputs, StepResult } from '../model.ts'
import nightCalibration from '../night-flow/calibration.json' with { type: 'json' }
import { type NightFlowConfig, nightFlowSubjects } from '../night-flow/config.ts'
import { type LeakLearning, learningOf } from '../night-flow/learning.ts'
import { type NightFlowState, nightFlow, nightFlowWith } from '../night-flow/model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { doubtedSensors, findLeaks } from './find-leaks.ts'
import { type FollowedZone, look, unfollowed, withDay } from './follow-zone.ts'
import { gradeOf, gradeSentence, type LeakGrade, pressureGap } from './grade.ts'
import { type DayParts, zoneDay } from './zone-day.ts'
import { type ZonePlan, zonePlan } from './zone-plan.ts'
import { simulateZone, type ZoneSimulated, zoneSignatures } from './zone-signatures.ts'

export interface LeakLocationState {
  night: NightFlowState
  /** Hash of the drawing that the zone is followed in. */
  drawn: string | null
  zone: FollowedZone
  grade: LeakGrade
}

/** Share of the night flow's belief that stays where the zone is learnt and neither its pressures nor its level agree. */
const UNSHARED = 0.45
/** Below this the night flow says of no leak, so that a day may teach what is usual. */
const CALM = 0.2

/** The night flow's answer, and where a zone has pressures what they and the network's hydraulics say beyond it. */
export const leakLocation = leakLocationWith(speechOf(calibration))

export function leakLocationWith(speech: Speech): Model<NightFlowConfig, LeakLocationState> {
  const identity = { name: 'leak-location', version: '1.2.0' }
  const nights = nightFlowWith({ ...speechOf(nightCalibration), from: 0 })
  return {
    ...identity,
    kind: 'leak',
    task: nightFlow.task,
    resolution: nightFlow.resolution,
    boundary: nightFlow.boundary,
    subjects: leakSubjects,
    init: (config) => ({
      night: nights.init(config),
      drawn: null,
      zone: unfollowed(),
      grade: { grade: 1, gap: 'learning' },
    }),
    step: (state, inputs, asOf) => {
      const { series, from, to, drawn, prepared } = inputs
      const night = nights.step(state.night, { from, to, series }, asOf)
      const { next, findings } = followed(state, night, inputs, asOf)
      const artefact = hashOf([speech, nightCalibration, drawn?.hash ?? null, prepared !== undefined])
      const run = { model: { ...identity, artefact }, state, inputs: { from, to, series }, asOf }
      const told = withNights(predictionsOf(run, spoken(speech, 'leak', findings)), night.predictions)
      const isShared = next.grade.grade === 1 || next.zone.tracker.pending?.kind === 'new'
      const others = night.predictions
        .map((one) =>
          one.kind === 'leak' && !isShared
            ? { ...one, probability: round(UNSHARED * one.probability, 4) }
            : one,
        )
        .filter(({ probability }) => probability >= Math.max(speech.from, Number.MIN_VALUE))
        .filter((one) => !told.some((own) => own.kind === one.kind && own.subject.tag === one.subject.tag))
        .map((one) => ({ ...one, model: run.model, replay: replayOf(run) }))
      return {
        state: next,
        forecasts: night.forecasts.map((one) => ({ ...one, model: identity })),
        predictions: [...told, ...others].map((one) => (one.kind === 'leak' ? graded(one, next.grade) : one)),
      }
    },
    prepare: async (drawn) => {
      const plan = drawn as ZonePlan
      return pressureGap(plan) === null && plan.gap === null ? simulateZone(plan) : null
    },
  }
}

function leakSubjects(register: Register): ModelSubject[] {
  return nightFlowSubjects(register).map((subject) => {
    const { zone, meters, pressures } = subject.config as NightFlowConfig
    let drawn: { hash: string; value: ZonePlan } | null | undefined
    return {
      ...subject,
      drawn: () => {
        if (drawn === undefined) {
          const plan = zonePlan(register, { zone, meters, pressures })
          drawn = plan && { hash: hashOf(plan), value: plan }
        }
        return drawn
      },
    }
  })
}

/** The zone with its newest day taken in, and what its pressures say. */
function followed(
  state: LeakLocationState,
  night: StepResult<NightFlowState>,
  { drawn, prepared, ...inputs }: SeriesInputs,
  asOf: Micros,
): { next: LeakLocationState; findings: Finding[] } {
  const plan = (drawn?.value ?? null) as ZonePlan | null
  const simulated = (prepared ?? null) as ZoneSimulated | null
  const next = { ...state, night: night.state, drawn: drawn?.hash ?? null }
  // What was learnt belongs to the places and sensors of one drawing.
  const before = next.drawn === state.drawn ? state.zone : unfollowed()
  if (!plan || pressureGap(plan) !== null)
    return { next: { ...next, zone: before, grade: gradeOf(plan, false, false) }, findings: [] }
  const { config, nights } = night.state
  const zone = withDay(before, zoneDay(dayParts(config, plan), inputs, nights.at(-1)?.flow ?? null), {
    now: leakBelief(night.predictions) < CALM,
    leaking: new Set(nights.flatMap(({ day, leak }) => (leak ? [day] : []))),
  })
  const grade = gradeOf(plan, zone.learnt !== null, simulated !== null)
  if (!zone.learnt) return { next: { ...next, zone, grade }, findings: [] }
  const seen = look(zone, zone.learnt, zoneSignatures(plan, drawn!.hash, zone.learnt, simulated))
  return {
    next: { ...next, zone: seen, grade },
    findings: [
      ...findLeaks(config.zone, plan, seen, zone.learnt, asOf),
      ...doubtedSensors(plan, seen, zone.learnt, asOf),
    ],
  }
}

function dayParts(
  { timeZone, meters, pressures }: NightFlowConfig,
  { reference, sensors }: ZonePlan,
): DayParts {
  const named = (name: string) => pressures.find((one) => one.name === name)!
  return { timeZone, meters, reference: named(reference!), sensors: sensors.map(({ name }) => named(name)) }
}

const leakBelief = (predictions: readonly Prediction[]): number =>
  Math.max(0, ...predictions.flatMap(({ kind, probability }) => (kind === 'leak' ? [probability] : [])))

/**
 * A leak that night flow and pressures both see is as likely as the surer of them says, and both say why; of several
 * the likeliest, for the nights know of one.
 */
function withNights(told: readonly Prediction[], nights: readonly Prediction[]): Prediction[] {
  const surest = leakBelief(told)
  const night = nights.find(({ kind }) => kind === 'leak')
  return told.map((one) =>
    night && one.kind === 'leak' && one.probability === surest
      ? {
          ...one,
          probability: Math.max(surest, night.probability),
          evidence: evenly(
            one.evidence,
            night.evidence.filter((reason) => NIGHTS_OWN.has(reason.sentence.code)),
          ),
        }
      : one,
  )
}

/** What the pressures don't tell by themselves. */
const NIGHTS_OWN: ReadonlySet<string> = new Set(['night-flow-raised', 'day-follows-night'])

/** Both, each for half of the weight, heaviest first. */
function evenly(some: Prediction['evidence'], others: Prediction['evidence']): Prediction['evidence'] {
  const sum = others.reduce((all, { weight }) => all + weight, 0)
  if (sum === 0) return some
  return [
    ...some.map((one) => ({ ...one, weight: one.weight / 2 })),
    ...others.map((one) => ({ ...one, weight: one.weight / (2 * sum) })),
  ].toSorted((a, b) => b.weight - a.weight)
}

/** Says how it was looked for, behind the reasons. */
const graded = (prediction: Prediction, grade: LeakGrade): Prediction => ({
  ...prediction,
  evidence: [...prediction.evidence, { weight: 0, sentence: gradeSentence(grade), chart: null }],
})

/** How a zone's leaks are looked for, from the state that the model left of it. */
export const leakGradeIn = (state: unknown): Sentence => gradeSentence((state as LeakLocationState).grade)

/** How far a zone's usual night is known, from the same. */
export const leakLearningIn = (state: unknown): LeakLearning =>
  learningOf((state as LeakLocationState).night.nights)
