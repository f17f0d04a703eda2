import { type AlarmPhase, AT_REST, type Micros, parseTime, type Reading, runAlarm } from '@driftbild/core'
import type { Sample } from '../value-source.ts'
import { simulate } from './sampling/simulate.ts'
import type { Scenario } from './scenario/disturbance.ts'
import type { Town } from './town.ts'

/** What several tests of the town need. */
export const day = (text: string): Micros => parseTime(`${text}T00:00:00Z`)

/** Samples of a span by signal, only those whose key is asked for. */
export async function seriesOf(
  town: Town,
  span: { from: Micros; to: Micros; scenario: Scenario },
  wanted: (key: string) => boolean,
): Promise<Map<string, Sample[]>> {
  const series = new Map<string, Sample[]>()
  for await (const samples of simulate(town, span)) {
    for (const sample of samples) {
      if (!wanted(sample.key)) continue
      const list = series.get(sample.key)
      if (list) list.push(sample)
      else series.set(sample.key, [sample])
    }
  }
  return series
}

export const meanOf = (samples: readonly Sample[], within: (at: Micros) => boolean = () => true): number => {
  const values = samples.flatMap((s) => (s.value !== null && within(s.time) ? [s.value] : []))
  if (values.length === 0) throw new Error('no samples to take the mean of')
  return values.reduce((a, b) => a + b, 0) / values.length
}

/** Ids of the town's own rules that raise an alarm over samples in time order. */
export async function alarmsIn(
  town: Town,
  span: { from: Micros; to: Micros; scenario: Scenario },
): Promise<{ raised: string[]; judged: number }> {
  const rules = Map.groupBy(town.register.alarmRules, (r) => r.signal)
  const phases = new Map<string, AlarmPhase>()
  const raised: string[] = []
  let judged = 0
  for await (const samples of simulate(town, span)) {
    for (const sample of samples) {
      for (const rule of rules.get(sample.key) ?? []) {
        const run = runAlarm(rule, phases.get(rule.id) ?? AT_REST, [readingOf(sample)])
        phases.set(rule.id, run.phase)
        judged++
        for (const { type } of run.transitions) if (type === 'raised') raised.push(rule.id)
      }
    }
  }
  return { raised, judged }
}

function readingOf({ time, value, status }: Sample): Reading {
  const times = { sourceTime: time, serverTime: null, receivedTime: time, status, clock: 'device' as const }
  return value === null ? { ...times, reason: 'bad-status' } : { ...times, value }
}
