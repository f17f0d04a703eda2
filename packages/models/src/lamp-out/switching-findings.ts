import { DAY, type Micros } from '@driftbild/core'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { type SentenceCode, sentence } from '../sentences.ts'
import { begunByDay, begunByNight } from './begun.ts'
import type { CabinetConfig } from './config.ts'
import type { Switching } from './switching.ts'

/** V below which a cabinet is without supply. */
const WITHOUT_SUPPLY = 100

/** Dark by night, lit by day, neither the one nor the other: each from how many hours it was so. */
export function switchingFindings(config: CabinetConfig, switching: Switching, asOf: Micros): Finding[] {
  const { unfed, chattering, byDay, welded, voltage, days } = switching
  const [first] = config.phases
  const chart = { signal: first!.key, from: asOf - 7 * DAY, to: asOf, expected: null }
  const found = (
    kind: Finding['kind'],
    probability: number,
    when: Finding['when'],
    reasons: Reason[],
  ): Finding => ({
    subject: { type: 'asset', tag: config.tag },
    ...{ kind, probability, when, reasons, horizon: asOf + 2 * DAY },
  })
  const one = (said: ReturnType<typeof sentence<SentenceCode>>, weight = 1): Reason => ({
    ...{ weight, chart, sentence: said },
  })
  const out: Finding[] = []
  if (unfed > 0) {
    const dark = one(sentence('cabinet-dark-at-night', { hours: unfed }))
    const probability = 1 - 0.75 * 0.7 ** unfed
    if (voltage !== null && voltage < WITHOUT_SUPPLY) {
      const gone = one(sentence('voltage-gone', { now: round(voltage, 0) }), 2)
      out.push(found('phase-outage', probability, begunByNight(days.unfed, asOf), [gone, dark]))
    } else out.push(found('contactor-fault', probability, begunByNight(days.unfed, asOf), [dark]))
  }
  // Somebody who tests the lamps at night switches them once.
  if (chattering > 1) {
    const said = one(sentence('contactor-chatters', { hours: chattering }))
    out.push(
      found('contactor-fault', 1 - 0.6 * 0.6 ** (chattering - 1), begunByNight(days.chattering, asOf), [
        said,
      ]),
    )
  }
  if (welded) {
    const said = one(
      sentence('current-while-open', {
        phase: welded.phase,
        now: round(welded.now, 1),
        lit: round(welded.lit, 1),
      }),
    )
    out.push(
      found('contactor-fault', 1 - 0.3 * 0.5 ** (days.welded - 1), begunByDay(days.welded, asOf), [said]),
    )
  } else if (byDay > 0) {
    // An hour or two by day is a crew at work.
    const said = one(sentence('lit-by-day', { hours: byDay }))
    out.push(
      found('day-burning', 1 - 0.8 * 0.78 ** byDay * 0.5 ** (days.byDay - 1), begunByDay(days.byDay, asOf), [
        said,
      ]),
    )
  }
  return out
}
