import { DAY, type FaultMode, localTime, type Micros, type Subject } from '@driftbild/core'
import { brier, type ReliabilityPoint, reliability } from '@driftbild/models'
import type { ConfirmedFault, PredictionCase } from '@driftbild/store'

/** How often a model said something, and what became of it. */
export interface Tally {
  said: number
  judged: number
  right: number
  /** Faults that somebody found although it had said nothing of them before. */
  missed: number
}

export interface ModelRecord {
  all: Tally
  /** Of the judged, those that an order's outcome judged. */
  byOrder: number
  standing: number
  /** Ended without anybody having looked. */
  unjudged: number
  /** Found faults that it had said before anything else did. */
  foretold: number
  /** Found faults that it said something of only after an alarm or a person. */
  late: number
  falseAlarmsPerYear: number | null
  brier: number | null
  reliability: ReliabilityPoint[]
  /** By month of the first word, `2026-03`, the newest first. */
  months: { name: string; tally: Tally }[]
  places: { name: string | null; tally: Tally }[]
  kinds: { name: FaultMode; tally: Tally }[]
  missed: ConfirmedFault[]
}

interface Given {
  /** What the model watches, and for how long it has had data: from … to. */
  subjects: number
  from: Micros | null
  to: Micros
  /** IANA. */
  zone: string
  /** Where a subject stands; null where the register doesn't say. */
  placeOf: (subject: Subject) => string | null
}

/** What a model said and what came of it, counted in all, by month, by place and by kind. */
export function recordOf(
  cases: readonly PredictionCase[],
  faults: readonly ConfirmedFault[],
  { subjects, from, to, zone, placeOf }: Given,
): ModelRecord {
  const missed = faults.filter((fault) => fault.foretold === null)
  const late = faults.filter(
    ({ foretold, noticed }) => foretold !== null && noticed !== null && noticed < foretold,
  )
  const answers = cases.flatMap(({ probability, judged }) =>
    judged ? [{ probability, happened: judged.agree }] : [],
  )
  const wrong = answers.filter(({ happened }) => !happened).length
  const years = from === null ? 0 : (subjects * (to - from)) / (365.25 * DAY)
  const monthOf = (at: Micros) => {
    const { year, month } = localTime(at, zone)
    return `${year}-${String(month).padStart(2, '0')}`
  }
  return {
    all: tally(cases, missed),
    byOrder: cases.filter(({ judged }) => judged?.order).length,
    standing: cases.filter((one) => one.standing).length,
    unjudged: cases.filter((one) => !one.standing && !one.judged).length,
    foretold: faults.length - missed.length - late.length,
    late: late.length,
    // Where nobody has looked, nothing is known of false alarms.
    falseAlarmsPerYear: years > 0 && answers.length > 0 ? wrong / years : null,
    brier: answers.length > 0 ? brier(answers) : null,
    reliability: reliability(answers),
    months: grouped(cases, missed, (one) => monthOf('firstAsOf' in one ? one.firstAsOf : one.from)).toSorted(
      (a, b) => (a.name < b.name ? 1 : -1),
    ),
    places: grouped(cases, missed, (one) => placeOf(one.subject)).toSorted((a, b) => mostOf(b) - mostOf(a)),
    kinds: grouped(cases, missed, (one) => ('kind' in one ? one.kind : one.mode)),
    missed,
  }
}

const mostOf = ({ tally: { said, missed } }: { tally: Tally }) => said + missed

function grouped<K>(
  cases: readonly PredictionCase[],
  missed: readonly ConfirmedFault[],
  of: (one: PredictionCase | ConfirmedFault) => K,
): { name: K; tally: Tally }[] {
  const said = Map.groupBy(cases, of)
  const unsaid = Map.groupBy(missed, of)
  return [...new Set([...said.keys(), ...unsaid.keys()])].map((name) => ({
    name,
    tally: tally(said.get(name) ?? [], unsaid.get(name) ?? []),
  }))
}

const tally = (cases: readonly PredictionCase[], missed: readonly ConfirmedFault[]): Tally => ({
  said: cases.length,
  judged: cases.filter(({ judged }) => judged).length,
  right: cases.filter(({ judged }) => judged?.agree).length,
  missed: missed.length,
})
