import { createHash } from 'node:crypto'
import { weekdayOfDay } from '../common/local-index.ts'
import { ascending, quantileOfSorted } from '../common/statistics.ts'
import type { DemandHistory } from './demand-history.ts'
import type { DailyWeather } from './demand-weather.ts'
import type { Expected } from './expected.ts'
import { type Forecaster, type Known, learnDemand } from './learn-demand.ts'

/** Days that are kept from a trial's learning, on which it shows how wrong it is. */
const TRIAL_DAYS = 56
/** Every so many trial days a whole week is tried. */
const WEEK_EVERY = 4
const WEEK = 168
/** Fewer days than this can't learn and be tried. */
export const LEAST_LEARNING_DAYS = 150

/** What was learnt at a week's start: the forecaster, and errors in the series' scale by series, lead and hour. */
interface Learnt {
  forecaster: Forecaster
  errors: readonly Errors[]
}
type Errors = Readonly<Record<Stretch, readonly (readonly number[])[]>>
type Stretch = 'soon' | 'today' | 'later'
const stretchOf = (lead: number): Stretch => (lead < 6 ? 'soon' : lead < 24 ? 'today' : 'later')

/**
 * What several series with a long past say of the hours from `at` on, having learnt together what was known at
 * the week's start. Null while there is too little to learn from.
 */
export function learntForecast(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  at: number,
  leads: number,
): Expected[] | null {
  if (histories.length === 0) return null
  const today = Math.floor(at / 24)
  const until = 24 * (today - weekdayOfDay(today) + 1)
  const learnt = remembered(histories, weather, until, at % 24)
  if (!learnt) return null
  return histories.map((history, series) => {
    const middle = learnt.forecaster({ series, history, weather }, at, leads)
    const scale = history.scale[today - history.first]!
    return {
      middle: [...middle],
      error: (lead, share) => {
        const sorted = learnt.errors[series]![stretchOf(lead)][(at + lead) % 24]!
        return scale * (quantileOfSorted(sorted, share) - quantileOfSorted(sorted, 0.5))
      },
    }
  })
}

/** The newest answers, by a digest of all that they were learnt from: a week's steps learn the same. */
const kept = new Map<string, Learnt | null>()
const KEPT = 64

function remembered(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  until: number,
  hour: number,
): Learnt | null {
  const key = digestOf(histories, weather, until, hour)
  const before = kept.get(key)
  if (before !== undefined) return before
  const learnt = learn(histories, weather, until, hour)
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(key, learnt)
  return learnt
}

function digestOf(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  until: number,
  hour: number,
): string {
  const hash = createHash('sha256').update(`${until} ${hour}`)
  for (const { first, values, holiday } of histories) {
    const days = until / 24 - first
    hash
      .update(` ${first} `)
      .update(Uint8Array.from({ length: days + 1 }, (_, day) => (holiday(first + day) ? 1 : 0)))
    hash.update(new Uint8Array(values.buffer, 0, 4 * 24 * days))
  }
  if (weather) {
    const days = until / 24 - weather.first
    hash.update(String(weather.first))
    hash.update(weather.temperature.slice(0, 24 * days)).update(weather.rain.slice(0, days))
  }
  return hash.digest('hex')
}

/** Learns twice: without the last weeks, to see how wrong it would have been there, and with them. */
function learn(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  until: number,
  hour: number,
): Learnt | null {
  const trial = learnDemand(histories, weather, until - 24 * TRIAL_DAYS, hour)
  const forecaster = trial && learnDemand(histories, weather, until, hour)
  if (!trial || !forecaster) return null
  const errors = histories.map((history, series) =>
    trialErrors(trial, { series, history, weather }, until, hour),
  )
  return errors.some((e) => Object.values(e).some((hours) => hours.some((h) => h.length < 10)))
    ? null
    : { forecaster, errors }
}

function trialErrors(trial: Forecaster, known: Known, until: number, hour: number): Errors {
  const { history } = known
  const hours = () => Array.from({ length: 24 }, (): number[] => [])
  const errors: Record<Stretch, number[][]> = { soon: hours(), today: hours(), later: hours() }
  for (let back = TRIAL_DAYS; back >= 1; back--) {
    const at = until - 24 * back + hour
    const place = at - 24 * history.first
    const scale = history.scale[Math.floor(place / 24)]!
    const leads = Math.min(back % WEEK_EVERY === 0 ? WEEK : 24, until - at)
    for (const [lead, expected] of trial(known, at, leads).entries()) {
      const error = (history.values[place + lead]! - expected) / scale
      if (Number.isNaN(error)) continue
      // Neighbouring hours are wrong alike; a forecast of six hours has few of its own hour.
      for (const shift of [23, 0, 1]) errors[stretchOf(lead)][(at + lead + shift) % 24]!.push(error)
    }
  }
  for (const list of Object.values(errors)) {
    const all = list.flat().sort(ascending)
    for (const [h, own] of list.entries()) list[h] = own.length >= 10 ? own.sort(ascending) : all
  }
  return errors
}
