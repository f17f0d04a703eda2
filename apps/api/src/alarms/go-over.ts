import {
  type AlarmRule,
  hasValue,
  type Micros,
  qualityOf,
  type Reading,
  rememberReadings,
  runAlarm,
} from '@driftbild/core'
import { type Course, type FormerRun, runUntilAgreed } from './rerun.ts'

/** How far a rule has come over its readings, and from where it judges them. */
export interface Way extends Course {
  /** The first source time that it has not seen. */
  next: Micros
  /** The first that it judges; what it sees before is only remembered. */
  judgesFrom: Micros
  /** What it said before, if it runs again. */
  former: FormerRun | null
}

/** Takes a rule over a page of readings. */
export function goOver(rule: AlarmRule, way: Way, readings: readonly Reading[]): void {
  const seen = lastOfEachInstant(readings.filter((reading) => reading.sourceTime >= way.next))
  const isJudged = ({ sourceTime }: Reading) => sourceTime >= way.judgesFrom
  way.phase = rememberReadings(
    rule,
    way.phase,
    seen.filter((reading) => !isJudged(reading)),
  )
  const stretch = seen.filter(isJudged)
  if (way.former) {
    runUntilAgreed(rule, way, stretch, way.former)
    return
  }
  const { phase, transitions } = runAlarm(rule, way.phase, stretch)
  way.phase = phase
  way.transitions.push(...transitions)
}

/** Of several usable readings with one source time the one that was numbered last says what was the case then. */
function lastOfEachInstant(readings: readonly Reading[]): Reading[] {
  const usable = readings.filter((reading) => hasValue(reading) && qualityOf(reading) !== 'bad')
  return usable.filter((reading, i) => usable[i + 1]?.sourceTime !== reading.sourceTime)
}
