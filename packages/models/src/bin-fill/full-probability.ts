import { weekdayOfDay } from '../common/local-index.ts'
import { type Logistic, logit, predictLogistic } from '../common/logistic.ts'
import { clamp } from '../common/statistics.ts'
import { FULL } from './config.ts'
import { type DayLevel, fillPaths, GENERAL_GAINS, type GeneralGains, reaches } from './fill-paths.ts'

/** Weights per horizon in days, learnt on many containers; without them a container's own past speaks alone. */
export interface FullArtefact {
  trainedOn: string
  horizons: Record<string, Logistic>
  general?: GeneralGains
  /** Per horizon, from the answer's log-odds on a later stretch: what it was worth there. */
  calibrated?: Record<string, Logistic>
}

/** What is known of a container's coming `days` days, as numbers: its own past's answer first. */
export function fullFeatures(
  days: readonly DayLevel[],
  fill: number,
  ahead: number,
  general: GeneralGains = GENERAL_GAINS,
): number[] {
  const own = clamp(reaches(fillPaths(days, fill, ahead, general), ahead, FULL), 0.005, 0.995)
  const daily = gains(days)
  const room = Math.max(0, FULL - fill)
  const rates = [7, 30, 90].map((memory) => gainPerDay(daily, memory) * ahead)
  const byWeekday = weekdayGain(daily, days.at(-1)?.day ?? 0, ahead)
  const step = Math.min(5, Math.round(fill * 5))
  const last = days.at(-1)
  const weekday = last ? weekdayOfDay(last.day) : 0
  const recent = [1, 2, 3].map((back) => days.at(-1 - back)?.fill ?? -0.2)
  const year = ((last?.day ?? 0) / 365.25) * 2 * Math.PI
  return [
    logit(own),
    ...[...rates, byWeekday].flatMap((rate) => [rate, (rate - room) / (room + 0.1)]),
    ...[0, 1, 2, 3, 4].flatMap((level) => [step === level ? 1 : 0, step === level ? rates[1]! : 0]),
    ...[1, 2, 3, 4, 5, 6, 7].map((w) => (w === weekday ? 1 : 0)),
    ...recent,
    Math.log1p(daysSinceEmptied(days)),
    Math.sin(year),
    Math.cos(year),
  ]
}

export function fullProbability(
  artefact: FullArtefact,
  days: readonly DayLevel[],
  fill: number,
  ahead: number,
): number {
  if (fill >= FULL - 1e-9) return 0.999
  const learnt = artefact.horizons[ahead]
  if (!learnt) return reaches(fillPaths(days, fill, ahead, artefact.general), ahead, FULL)
  const raw = predictLogistic(learnt, fullFeatures(days, fill, ahead, artefact.general))
  const bend = artefact.calibrated?.[ahead]
  return bend ? predictLogistic(bend, [logit(clamp(raw, 1e-6, 1 - 1e-6))]) : raw
}

/** Gains between neighbouring days; after an emptying what is in it since is the least it can be. */
function gains(days: readonly DayLevel[]): { day: number; gain: number }[] {
  return days.flatMap((d, i) => {
    const before = days[i - 1]
    if (d.fill === null || !before || before.fill === null || d.day !== before.day + 1) return []
    return [
      {
        day: d.day,
        gain: d.emptied || d.fill < before.fill - 0.05 ? d.fill : Math.max(0, d.fill - before.fill),
      },
    ]
  })
}

type DayGain = ReturnType<typeof gains>[number]

function gainPerDay(daily: readonly DayGain[], memory: number): number {
  let rate = 0.15
  for (const { gain } of daily) rate += (gain - rate) / memory
  return rate
}

function weekdayGain(daily: readonly DayGain[], today: number, ahead: number): number {
  const sums = Array.from({ length: 8 }, () => ({ gain: 0.1, weight: 0.5 }))
  for (const { day, gain } of daily) {
    const s = sums[weekdayOfDay(day)]!
    s.gain = 0.93 * s.gain + 0.07 * gain
    s.weight = 0.93 * s.weight + 0.07
  }
  let total = 0
  for (let d = 1; d <= ahead; d++) {
    const s = sums[weekdayOfDay(today + d)]!
    total += s.gain / s.weight
  }
  return total
}

function daysSinceEmptied(days: readonly DayLevel[]): number {
  for (let back = 0; back < Math.min(60, days.length); back++) if (days.at(-1 - back)!.emptied) return back
  return Math.min(60, days.length)
}
